using System.Text.RegularExpressions;

namespace Repro.Tests.Architecture;

public sealed partial class RoomsTests
{
    private const int LongestFile = 350;

    private const int LongestLine = 140;

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Model"] = ["Physics"],
        ["Linux"] = [],
        ["Physics"] = [],
        ["Proxies"] = ["Linux", "Model", "Recording", "Traffic"],
        ["Expectations"] = ["Model"],
        ["Scenarios"] = ["Expectations", "Model", "Physics", "Proxies"],
        ["Knobs"] = ["Model", "Physics", "Proxies"],
        ["Planning"] = ["Expectations", "Model", "Scenarios", "Physics", "Knobs", "Proxies"],
        ["Docker"] = [],
        ["Images"] = ["Docker", "Proxies"],
        ["Labs"] = ["Docker", "Images", "Linux", "Proxies"],
        ["Recording"] = ["Model", "Physics"],
        ["Traffic"] = ["Linux", "Physics", "Recording"],
        ["Sampling"] = ["Model", "Linux", "Recording"],
        ["Analysis"] = ["Expectations", "Model", "Recording", "Physics", "Proxies", "Scenarios", "Knobs"],
        ["Drawing"] = [],
        ["Charts"] = ["Analysis", "Drawing", "Model", "Scenarios"],
        ["Nodes"] = ["Knobs", "Linux", "Model", "Physics", "Proxies", "Recording", "Sampling", "Traffic"],
        ["Standalone"] = ["Linux", "Model", "Nodes", "Physics", "Planning", "Recording", "Sampling", "Scenarios", "Traffic"],
        ["Progress"] = ["Model", "Planning", "Recording"],
        ["Control"] = ["Labs", "Model", "Nodes", "Progress", "Recording"],
        ["Deployment"] = ["Knobs", "Labs", "Linux", "Model", "Nodes", "Planning", "Proxies", "Recording", "Scenarios", "Traffic"],
        ["Orchestration"] =
            ["Analysis", "Control", "Deployment", "Knobs", "Labs", "Model", "Nodes", "Planning", "Progress", "Recording", "Scenarios"],
        ["Doctor"] = ["Deployment", "Docker", "Knobs", "Labs", "Linux", "Nodes", "Planning", "Proxies", "Recording"],
        ["Pipelines"] = ["Analysis", "Charts"],
        ["Explaining"] = ["Knobs", "Linux", "Model", "Sampling", "Watching"],
        ["Watching"] = ["Knobs", "Linux", "Model", "Physics", "Planning", "Sampling", "Scenarios"],
        ["Reports"] = ["Analysis", "Expectations", "Charts", "Progress", "Recording", "Scenarios"],
    };

    /// <summary>The rooms that there are.</summary>
    public static IReadOnlyList<string> Folders { get; } =
        [.. Directory.GetDirectories(RepositoryRoot.PathOf("src", "Repro")).Select(folder => Path.GetFileName(folder))
            .Except(["bin", "obj"]).Order()];

    public static TheoryData<string> Rooms { get; } = [.. Folders];

    /// <summary>Which room uses which, the program's among them.</summary>
    public static IEnumerable<(string From, string To)> Edges() =>
        from room in Folders.Append("Cli")
        let folder = room == "Cli" ? RepositoryRoot.SourceFiles("src", "Repro.Cli") : RepositoryRoot.SourceFiles("src", "Repro", room)
        from used in folder.SelectMany(file => RoomsNamedIn(File.ReadAllText(file))).Distinct()
        where used != room
        select (room, used);

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_only_the_rooms_that_it_may_know(string room)
    {
        Assert.Contains(room, MayUse.Keys);
        var strays =
            from file in RepositoryRoot.SourceFiles("src", "Repro", room)
            from used in RoomsNamedIn(File.ReadAllText(file)).Distinct()
            where used != room && !MayUse[room].Contains(used)
            select $"{Path.GetFileName(file)} uses {used}";

        Assert.Empty(strays);
    }

    [Theory]
    [InlineData("using Repro.Labs;", "Labs")]
    [InlineData("using static Repro.Labs.Tool;", "Labs")]
    [InlineData("var x = Repro.Traffic.Pacer.X;", "Traffic")]
    [InlineData("var x = Sampling.HostSampler.X;", "Sampling")]
    [InlineData("/// Traffic.\n// see Repro.Labs.Tool", null)]
    [InlineData("var x = conditions.Traffic.Count; var y = MyLabs.Z;", null)]
    public void A_room_is_known_by_its_name_in_code(string code, string? room) => Assert.Equal(room, RoomsNamedIn(code).SingleOrDefault());

    [Fact]
    public void Every_file_is_in_the_namespace_of_its_folder() =>
        Assert.All(RepositoryRoot.SourceFiles("src"), file =>
        {
            var folder = Path.GetRelativePath(RepositoryRoot.PathOf("src"), Path.GetDirectoryName(file)!)
                .Replace(Path.DirectorySeparatorChar, '.');
            var declared = Namespace().Match(File.ReadAllText(file));
            Assert.True(!declared.Success || declared.Groups["name"].Value == folder, $"{file}: {declared.Value}");
        });

    [Fact]
    public void Only_one_room_calls_the_kernel() =>
        Assert.All(RepositoryRoot.SourceFiles("src"), file => Assert.True(
            !PlatformCall().IsMatch(File.ReadAllText(file)) || Path.GetFileName(Path.GetDirectoryName(file)) == "Linux", file));

    /// <summary>Libraries that are named in few rooms, so that all others are light without them.</summary>
    public static TheoryData<string, string[]> Libraries { get; } = new() { { "Docker.DotNet", ["Docker", "Labs/Docker"] } };

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_heavy_library_is_named_only_in_its_rooms(string library, string[] rooms) => Assert.Equal(
        rooms,
        RepositoryRoot.SourceFiles("src").Where(file => File.ReadAllText(file).Contains($"using {library}", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(RepositoryRoot.PathOf("src", "Repro"), Path.GetDirectoryName(file)!)).Distinct().Order());

    [Fact]
    public void No_file_is_long() => Assert.All(
        RepositoryRoot.SourceFiles("src"),
        file => Assert.True(File.ReadLines(file).Count() <= LongestFile, $"{file} has over {LongestFile} lines"));

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_line_is_long(string folder)
    {
        var lines =
            from file in RepositoryRoot.SourceFiles(folder)
            from line in LongLinesOf(File.ReadAllText(file))
            select $"{file} has a line of over {LongestLine} letters: {line.Trim()}";

        Assert.True(!lines.Any(), string.Join('\n', lines));
    }

    // What a raw string of several lines says has lines of its own; a line that is one raw string, mostly of JSON, may be as long as it is.
    private static IEnumerable<string> LongLinesOf(string code) =>
        RawText().Replace(code, "\n").Split('\n').Where(line => line.Length > LongestLine && !RawLine().IsMatch(line));

    private static IEnumerable<string> RoomsNamedIn(string code) =>
        RoomName().Matches(Comment().Replace(code, "")).Select(match => match.Groups["room"].Value).Where(MayUse.ContainsKey);

    [GeneratedRegex(@"(?:(?<![\w.])Repro\.(?<room>[A-Z]\w*)|(?<![\w.""])(?<room>[A-Z]\w*)\.[A-Z])")]
    private static partial Regex RoomName();

    [GeneratedRegex("""(?<quotes>"{3,})\r?\n.*?\n *\k<quotes>""", RegexOptions.Singleline)]
    private static partial Regex RawText();

    [GeneratedRegex("""^ *\$*"{3}.*"{3}[);,]*$""")]
    private static partial Regex RawLine();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex("DllImport|LibraryImport|NativeLibrary|GetDelegateForFunctionPointer")]
    private static partial Regex PlatformCall();
}
