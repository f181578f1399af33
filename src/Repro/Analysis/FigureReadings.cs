using Repro.Expectations;
using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>What the summary says of each figure that a scenario may expect something of.</summary>
internal static class FigureReadings
{
    private const double MicrosecondsPerSecond = 1e6;

    private static readonly Dictionary<ExpectableFigure, Func<CaseSummary, ThresholdSummary?, FigureValue?>> Readings = new()
    {
        [ExpectableFigures.FirstFailure] = (row, _) => FirstFailure(row),
        [ExpectableFigures.ConnectionsBeforeFirstFailure] = (row, _) => row.Measured switch
        {
            { ConnectionsBeforeFirstFailure: { } count } => FigureValue.At(count),
            { FirstFailureSeconds: null } measured => new FigureValue(measured.Connections, double.PositiveInfinity),
            _ => null,
        },
        [ExpectableFigures.DelayFactor] = (row, _) =>
            row.Verdict == Verdicts.Averted ? FigureValue.Never : FigureValue.Of(row.DelayFactor),
        [ExpectableFigures.Threshold] = (_, threshold) => Threshold(threshold),
        [ExpectableFigures.Hold] = Measured(measured => measured.HoldSeconds),
        [ExpectableFigures.Knee] = (row, _) =>
            row.Measured is { } measured ? FigureValue.Of(measured.Knee?.Seconds) ?? NoKnee(row) : null,
        [ExpectableFigures.Ok] = Measured(measured => measured.Ok),
        [ExpectableFigures.Failed] = Measured(measured => measured.Failed),
        [ExpectableFigures.Unsent] = Measured(measured => measured.Unsent),
        [ExpectableFigures.Achieved] = Measured(measured => measured.AchievedPerSecond),
        [ExpectableFigures.Connections] = Measured(measured => measured.Connections),
        [ExpectableFigures.Attempts] = Measured(measured => measured.Attempts),
        [ExpectableFigures.Amplification] = Measured(measured => measured.Amplification),
        [ExpectableFigures.PeakPorts] = (row, _) => row.Measured is null ? null : FigureValue.At(row.HopFigures.PeakPorts),
        [ExpectableFigures.PeakEstablished] = Measured(measured => measured.PeakEstablished),
        [ExpectableFigures.PeakFinWait2] = Measured(measured => measured.PeakFinWait2),
        [ExpectableFigures.PeakTimeWait] = Measured(measured => measured.PeakTimeWait),
        [ExpectableFigures.TimeWaitRecycled] = Measured(measured => measured.TimeWaitRecycled),
        [ExpectableFigures.ConnectLatencyP50] = Measured(measured => measured.ConnectLatencyMicroseconds?.P50 / MicrosecondsPerSecond),
        [ExpectableFigures.ConnectLatencyP99] = Measured(measured => measured.ConnectLatencyMicroseconds?.P99 / MicrosecondsPerSecond),
        [ExpectableFigures.RequestLatencyP50] = Measured(measured => measured.RequestLatencyMicroseconds?.P50 / MicrosecondsPerSecond),
        [ExpectableFigures.RequestLatencyP99] = Measured(measured => measured.RequestLatencyMicroseconds?.P99 / MicrosecondsPerSecond),
        [ExpectableFigures.SendLatenessP99] = Measured(measured => measured.SendLatenessMicroseconds?.P99 / MicrosecondsPerSecond),
        [ExpectableFigures.Jitter] = Measured(measured => measured.JitterSeconds),
        [ExpectableFigures.ProxyCpu] = Measured(measured => measured.ProxyCpu),
    };

    // A load that never had half of the ports has not shown that they can be had as fast.
    private static FigureValue NoKnee(CaseSummary row) => row.HopFigures.PeakPorts * 2 >= row.HopFigures.CapacityPorts
        ? FigureValue.Never
        : new FigureValue(row.DurationSeconds, double.PositiveInfinity);

    /// <summary>The figures that have a number; the verdict has a word.</summary>
    public static IEnumerable<ExpectableFigure> Known => Readings.Keys;

    /// <summary>What is known of a figure that has a number; null where it was not measured.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="row">The case.</param>
    /// <param name="threshold">What is known of the threshold of the case's label; null for nothing.</param>
    public static FigureValue? Of(ExpectableFigure figure, CaseSummary row, ThresholdSummary? threshold) =>
        Readings[figure](row, threshold);

    private static Func<CaseSummary, ThresholdSummary?, FigureValue?> Measured(Func<MeasuredFigures, double?> figure) =>
        (row, _) => row.Measured is { } measured ? FigureValue.Of(figure(measured)) : null;

    private static FigureValue? FirstFailure(CaseSummary row) => row switch
    {
        { FirstFailureSeconds: { } seconds } => FigureValue.At(seconds),
        { NeverFails: true } => FigureValue.Never,
        { HasFigures: true } => new FigureValue(row.DurationSeconds, double.PositiveInfinity),
        _ => null,
    };

    private static FigureValue? Threshold(ThresholdSummary? row) => row switch
    {
        { GoodputPerSecond: { } measured } => FigureValue.At(measured),
        { CarriedPerSecond: null, FailedPerSecond: null } or null => null,
        _ => new FigureValue(row.CarriedPerSecond ?? double.NegativeInfinity, row.FailedPerSecond ?? double.PositiveInfinity),
    };
}
