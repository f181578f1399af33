using System.Text.RegularExpressions;

namespace Repro.Tests.Architecture;

/// <summary>docs/architecture.md draws the rooms as the code has them.</summary>
public sealed partial class ArchitecturePageTests
{
    private const string Start = "<!-- rooms -->";
    private const string End = "<!-- /rooms -->";

    private static readonly string Page = RepositoryRoot.PathOf("docs", "architecture.md");

    // REPRO_WRITE_ARCHITECTURE=1 draws it anew.
    [Fact]
    public void The_drawing_is_the_codes()
    {
        var text = File.ReadAllText(Page);
        var (start, end) = (text.IndexOf(Start, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        var drawn = $"{text[..start]}{Start}\n{Drawing()}{text[end..]}";
        if (Environment.GetEnvironmentVariable("REPRO_WRITE_ARCHITECTURE") == "1")
        {
            File.WriteAllText(Page, drawn);
        }

        Assert.Equal(drawn, File.ReadAllText(Page));
    }

    [Fact]
    public void Every_room_has_its_line_in_the_table()
    {
        var named = TableRow().Matches(File.ReadAllText(Page)).SelectMany(row => row.Groups["names"].Value.Split(", "));
        Assert.Empty(RoomsTests.Folders.Except(named));
    }

    private static string Drawing()
    {
        var edges = RoomsTests.Edges().ToList();
        return "```mermaid\ngraph LR\n"
            + string.Concat(edges.GroupBy(edge => edge.From, edge => edge.To)
                .Select(room => $"  {room.Key} --> {string.Join(" & ", room.Order(StringComparer.Ordinal))}\n"))
            + "```\n";
    }

    [GeneratedRegex(@"^\| (?<names>[A-Z][A-Za-z, ]*) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TableRow();
}
