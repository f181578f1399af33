using Repro.Analysis;

namespace Repro.Charts;

/// <summary>The tables of a comparison: every column that a report or a terminal has of them.</summary>
public static class ComparisonTables
{
    /// <summary>What differs in the runs' conditions.</summary>
    public static TextTable Differences(RunComparison comparison) => TextTable.Of<ConditionDifference>(
        [
            new("Condition", row => row.Name) { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
            .. comparison.Runs.Select((run, index) => new Column<ConditionDifference>(run.Name, row => row.Values[index])
            {
                Kind = ColumnKind.Name,
                Terminal = TerminalUse.Always,
            }),
        ],
        comparison.Differences);

    /// <summary>A row for each case.</summary>
    public static TextTable Cases(RunComparison comparison) => TextTable.Of<ComparedCase>(
        [
            new("Mitigation", row => row.Label) { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
            new("Offered", row => Format.Rate(row.OfferedPerSecond)) { Terminal = TerminalUse.Always },
            .. comparison.Runs.SelectMany((run, index) => new Column<ComparedCase>[]
            {
                new($"{run.Name}:\nverdict", row => row.Results[index]?.Verdict)
                {
                    Kind = ColumnKind.Verdict,
                    Terminal = TerminalUse.WhereWide,
                },
                new($"{run.Name}:\nfirst failure", row => ComparisonText.Onset(row.Results[index])) { Terminal = TerminalUse.Always },
            }),
            new("Spread", row => Spread(row.Spread)) { Terminal = TerminalUse.Always },
        ],
        comparison.Cases);

    /// <summary>A row for each label with a threshold.</summary>
    internal static TextTable Thresholds(RunComparison comparison) => TextTable.Of<ComparedThreshold>(
        [
            new("Mitigation", row => row.Label) { Kind = ColumnKind.Name },
            .. comparison.Runs.SelectMany((run, index) => new Column<ComparedThreshold>[]
            {
                new($"{run.Name}:\npredicted", row => Format.Threshold(row.Results[index]?.PredictedPerSecond, TextTable.None)),
                new($"{run.Name}:\nmeasured", row => Format.Threshold(row.Results[index]?.MeasuredPerSecond, TextTable.None)),
            }),
            new("Spread", row => Spread(row.Spread)),
        ],
        comparison.Thresholds);

    private static string? Spread(double? spread) => spread is { } value ? Format.Change(value) : null;
}
