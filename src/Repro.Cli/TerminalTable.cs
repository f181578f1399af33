using Repro.Charts;
using Repro.Scenarios;
using Spectre.Console;

namespace Repro.Cli;

/// <summary>
/// A table as a terminal shows it: without lines, narrow enough for 80 columns, names alone broken where the window asks for it.
/// </summary>
internal static class TerminalTable
{
    private const int Gap = 2;

    /// <summary>Lays a table out for a window.</summary>
    /// <param name="table">What it says.</param>
    /// <param name="width">Columns of the window.</param>
    public static Table Of(TextTable table, int width)
    {
        var all = Enumerable.Range(0, table.Columns.Count).Where(index => IsShown(table, index)).ToList();
        var shown = all.Sum(index => Width(table, index)) <= width
            ? all
            : all.Where(index => table.Columns[index].Terminal != TerminalUse.WhereWide).ToList();
        var result = new Table { Border = TableBorder.None };
        foreach (var column in shown.Select(index => table.Columns[index]))
        {
            result.AddColumn(new TableColumn($"[bold]{Markup.Escape(column.Heading)}[/]")
            {
                NoWrap = column.Kind != ColumnKind.Name,
                Alignment = column.Kind == ColumnKind.Number ? Justify.Right : Justify.Left,
                Padding = new Padding(0, 0, Gap, 0),
            });
        }

        foreach (var row in table.Rows)
        {
            result.AddRow([.. shown.Select(index => Cell(table.Columns[index].Kind, row[index]))]);
        }

        return result;
    }

    private static bool IsShown(TextTable table, int index) => table.Columns[index].Terminal switch
    {
        TerminalUse.Never => false,
        TerminalUse.WhereVaried => Cells(table, index).Where(cell => cell != TextTable.None).Distinct().Count() > 1,
        _ => true,
    };

    private static int Width(TextTable table, int index) =>
        Cells(table, index).Append(table.Columns[index].Heading).SelectMany(text => text.Split('\n')).Max(line => line.GetCellWidth())
            + Gap;

    private static IEnumerable<string> Cells(TextTable table, int index) => table.Rows.Select(row => row[index]);

    private static string Cell(ColumnKind kind, string text) =>
        kind == ColumnKind.Verdict && text != TextTable.None
            ? $"[{Colour(text.Split('\n')[0].Split(" ×")[0])}]{Markup.Escape(text)}[/]"
            : Markup.Escape(text);

    private static string Colour(string verdict) => verdict switch
    {
        Verdicts.Averted or Verdicts.Carried or Verdicts.Finished or Verdicts.Kept => "green",
        Verdicts.Delayed or Verdicts.Eased or Verdicts.Borderline => "yellow",
        Verdicts.PredictedOnly or Verdicts.NotCompared => "grey",
        Verdicts.Invalid => "magenta",
        _ => "red",
    };
}
