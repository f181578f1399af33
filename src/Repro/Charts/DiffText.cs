using System.Globalization;
using Repro.Analysis;

namespace Repro.Charts;

/// <summary>How a run stands to an earlier one, in words and as a table.</summary>
public static class DiffText
{
    private static readonly Column<DiffedFigure>[] Columns =
    [
        new("Case", row => row.Case) { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
        new("Figure", row => row.Figure) { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
        new("Was", row => row.Old) { Terminal = TerminalUse.Always },
        new("Is", row => row.New) { Terminal = TerminalUse.Always },
        new("Change", row => Change(row)) { Terminal = TerminalUse.Always },
        new("", row => row.Outcome) { Kind = ColumnKind.Text, Terminal = TerminalUse.Always },
    ];

    /// <summary>What came of it, in a sentence.</summary>
    public static string Headline(RunDiff diff)
    {
        var beyond = diff.Figures.Count(figure => figure.Outcome == DiffOutcome.Beyond);
        var whole = string.Create(
            CultureInfo.InvariantCulture,
            $"{(beyond == 0 ? "No" : beyond.ToString(CultureInfo.InvariantCulture))} of {diff.Figures.Count} "
                + $"{Noun.Of(diff.Figures.Count, "figure")} went further than {diff.TolerancePercent:0.###} %");
        return whole
            + (diff.Gone.Count > 0 ? $"; gone: {string.Join(", ", diff.Gone)}" : "")
            + (diff.Invalid.Count > 0 ? $"; invalid, so that nothing can be said: {string.Join(", ", diff.Invalid)}" : "")
            + ".";
    }

    /// <summary>The figures that have changed at all, those beyond the tolerance first.</summary>
    public static TextTable Changes(RunDiff diff) => TextTable.Of(
        Columns,
        diff.Figures.Where(figure => figure.Outcome != DiffOutcome.Within || figure.Old != figure.New)
            .OrderBy(figure => figure.Outcome == DiffOutcome.Beyond ? 0 : figure.Outcome == DiffOutcome.Better ? 1 : 2));

    /// <summary>What differs in the runs' conditions.</summary>
    public static TextTable Conditions(RunDiff diff) => TextTable.Of<ConditionDifference>(
        [
            new("Condition", row => row.Name) { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
            new("Was", row => row.Values[0]) { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
            new("Is", row => row.Values[1]) { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
        ],
        diff.Differences);

    /// <summary>What a figure was and is.</summary>
    internal static string Of(DiffedFigure figure) =>
        $"{figure.Figure}: was {figure.Old}, is {figure.New ?? "not known any more"}{(Change(figure) is { } change ? $" ({change})" : "")}";

    private static string? Change(DiffedFigure figure) =>
        figure.ChangePercent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent:+0.##;-0.##;0} %") : null;
}
