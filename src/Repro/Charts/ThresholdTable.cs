using Repro.Analysis;

namespace Repro.Charts;

/// <summary>The table of a run's thresholds: every column that a report or a terminal has of them.</summary>
public static class ThresholdTable
{
    private static readonly Column<ThresholdSummary>[] Columns =
    [
        new("Mitigation", row => row.Label) { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
        new("Limited by", row => row.Hop) { Kind = ColumnKind.Text },
        new("Port held\nfor", row => Wording.HeldFor(row.HoldSeconds)) { Terminal = TerminalUse.Always },
        new("Predicted", row => Wording.Threshold(row.SafePerSecond, row.PredictedPerSecond, "none")) { Terminal = TerminalUse.Always },
        new("Per tuple", row => Wording.Threshold(row.PredictedPerSecond / row.Tuples, "none")),
        new("Highest\ncarried", row => Wording.Rate(row.CarriedPerSecond, TextTable.None)) { Terminal = TerminalUse.Always },
        new("Lowest\nthat failed", row => Wording.Rate(row.FailedPerSecond, TextTable.None)) { Terminal = TerminalUse.Always },
        new("Measured", row => Wording.Measured(row.GoodputPerSecond, row.PlusMinusPerSecond, TextTable.None)),
        new("Factor", Factor),
    ];

    /// <summary>A row for each label with a threshold.</summary>
    public static TextTable Text(RunSummary run) => TextTable.Of(Columns, run.Thresholds);

    private static string? Factor(ThresholdSummary row) => row switch
    {
        { MeasuredFactor: { } measured } => Wording.Times(row, measured),
        { PredictedFactor: { } predicted } => $"{Wording.Times(row, predicted)} predicted",
        _ => null,
    };
}
