using System.Text.RegularExpressions;
using Repro.Proxies;

namespace Repro.Tests.Architecture;

/// <summary>A proxy is one folder and one line of the registry.</summary>
public sealed partial class ProxiesTests
{
    public static TheoryData<string> Folders { get; } =
        [.. Directory.GetDirectories(RepositoryRoot.PathOf("src", "Repro", "Proxies")).Select(folder => Path.GetFileName(folder)).Order()];

    [Fact]
    public void Every_folder_is_a_kind_of_its_name_and_every_kind_has_its_folder() => Assert.Equal(
        Folders.Select(folder => folder.Data.ToLowerInvariant()), ProxyKinds.Names.Order());

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_proxy_knows_no_other(string folder) => Assert.All(
        RepositoryRoot.SourceFiles("src", "Repro", "Proxies", folder),
        file => Assert.All(
            Folders.Select(other => other.Data).Where(other => other != folder),
            // None is many other things, too.
            other => Assert.DoesNotMatch(
                $@"{(other == "None" ? "" : $@"\b{other}\b|")}\b{other}(Kind|Log|Configuration)\b", File.ReadAllText(file))));

    [Fact]
    public void Nobody_else_names_a_proxy() => Assert.All(
        RepositoryRoot.SourceFiles("src").Where(file =>
            !file.Contains($"Repro{Path.DirectorySeparatorChar}Proxies{Path.DirectorySeparatorChar}", StringComparison.Ordinal)),
        file => Assert.All(
            ProxyKinds.Programs.Select(program => program.Name),
            name => Assert.DoesNotMatch($"(?i){name}", Comment().Replace(File.ReadAllText(file), ""))));

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
