using System.Globalization;
using System.Text.RegularExpressions;
using Repro.Charts;
using Repro.Cli;
using Repro.Tests.Analysis;
using Spectre.Console;

namespace Repro.Tests.Charts;

public sealed partial class TablesTests
{
    private const int Narrow = 50;
    private const int Wide = 80;

    private static CaseBuilder Unexpected => Drawings.Baseline with { Expected = "averted" };

    [Fact]
    public void What_came_out_otherwise_than_expected_says_so_in_every_table()
    {
        var conclusions = Drawings.Conclude(Unexpected);

        Assert.Contains("| exhausted (not averted) |", MarkdownReport.Render(conclusions, [], "charts"), StringComparison.Ordinal);
        Assert.Contains(
            "<span class=\"verdict exhausted\">exhausted</span> (not averted)</td>",
            HtmlReport.Render(conclusions, []),
            StringComparison.Ordinal);
        Assert.Contains("(not averted)", Print(CaseTable.Text(conclusions.Summary), Wide), StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_that_is_too_narrow_for_all_columns_goes_without_some()
    {
        var table = CaseTable.Text(Drawings.Conclude(Drawings.Baseline).Summary);

        Assert.Contains("Ports", Print(table, Wide), StringComparison.Ordinal);
        Assert.DoesNotContain("Ports", Print(table, Narrow), StringComparison.Ordinal);
        Assert.Contains("Predicted", Print(table, Narrow), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_tells_rates_where_they_differ()
    {
        Assert.DoesNotContain(
            "Offered", Print(CaseTable.Text(Drawings.Conclude(Drawings.Baseline).Summary), Wide), StringComparison.Ordinal);
        Assert.Contains(
            "Offered",
            Print(
                CaseTable.Text(Drawings.Conclude(Drawings.Baseline, Drawings.Baseline with { Id = "none@250", Rate = 250 }).Summary), Wide),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_table_has_each_heading_once_and_a_cell_for_each()
    {
        var run = Drawings.Conclude(Drawings.Baseline).Summary;

        Assert.All([CaseTable.Text(run), ThresholdTable.Text(run)], table =>
        {
            Assert.Distinct(table.Columns.Select(column => column.Heading));
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
        });
    }

    [Fact]
    public void Names_of_CSV_are_of_one_kind_and_each_is_there_once()
    {
        var names = CaseTable.Csv(Drawings.Conclude(Drawings.Baseline).Summary).Split('\n')[0].Split(',');

        Assert.Distinct(names);
        Assert.All(names, name => Assert.Matches(Snake(), name));
    }

    private static string Print(TextTable table, int width)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = width;
        console.Write(TerminalTable.Of(table, width));
        return text.ToString();
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex Snake();
}
