using Repro.Analysis;

namespace Repro.Charts;

/// <summary>The table of a run's thresholds: every column that a report or a terminal has of them.</summary>
public static class ThresholdTable
{
    private static readonly Column<ThresholdSummary>[] Columns =
    [
        new("Mitigation", row => row.Label) { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
        new("Limited by", row => row.Hop) { Kind = ColumnKind.Text },
        new("Port held\nfor", row => Format.HeldFor(row.HoldSeconds)) { Terminal = TerminalUse.Always },
        new("Predicted", row => Format.Threshold(row.SafePerSecond, row.PredictedPerSecond, "none")) { Terminal = TerminalUse.Always },
        new("Per tuple", row => Format.Threshold(row.PredictedPerSecond / row.Tuples, "none")),
        new("Highest\ncarried", row => Format.Rate(row.CarriedPerSecond, TextTable.None)) { Terminal = TerminalUse.Always },
        new("Lowest\nthat failed", row => Format.Rate(row.FailedPerSecond, TextTable.None)) { Terminal = TerminalUse.Always },
        new("Measured", row => Format.Measured(row.GoodputPerSecond, row.PlusMinusPerSecond, TextTable.None)),
        new("Factor", Factor),
    ];

    /// <summary>A row for each label with a threshold.</summary>
    public static TextTable Text(RunSummary run) => TextTable.Of(Columns, run.Thresholds);

    private static string? Factor(ThresholdSummary row) => row switch
    {
        { MeasuredFactor: { } measured } => Format.Times(row, measured),
        { PredictedFactor: { } predicted } => $"{Format.Times(row, predicted)} predicted",
        _ => null,
    };
}
