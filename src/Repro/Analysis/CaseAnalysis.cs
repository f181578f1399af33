using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>Recorded case to summary.</summary>
internal static class CaseAnalysis
{
    /// <summary>Everything but the comparison with the baseline.</summary>
    public static CaseSummary Summarize(RecordedCase recorded)
    {
        var file = recorded.File;
        var measured = Measure(recorded);
        var reasons = ValidityCheck.Reasons(recorded, measured);
        var hop = file.Bottleneck;
        return new CaseSummary
        {
            Id = file.Id,
            Mitigation = file.Mitigation,
            Label = file.Label,
            IsBaseline = file.IsBaseline,
            OfferedPerSecond = file.OfferedPerSecond,
            DurationSeconds = file.DurationSeconds,
            Valid = reasons.Count == 0,
            InvalidReasons = reasons,
            Hop = hop.Name,
            CapacityPorts = hop.CapacityPorts,
            HoldSeconds = Seconds(hop.HoldSeconds),
            Predicted = new PredictedFigures(Seconds(hop.OnsetSeconds), Seconds(hop.KneeSeconds), PerSecond(hop.ThresholdPerSecond)),
            Measured = measured,
            Errors = PortFailure.ByOrigin(recorded),
            ClientErrors = PortFailure.Count(recorded.Load),
            ExhaustedHop = ExhaustedHop.Name(recorded),
            Evidence = EvidenceList.Of(recorded),
            Verdict = Verdicts.Invalid,
            DelayFactor = null,
            Expected = file.Expected,
        };
    }

    /// <summary>The summary with its verdict.</summary>
    public static CaseSummary Judge(CaseSummary summary, CaseSummary? baseline)
    {
        if (!summary.Valid)
        {
            return summary;
        }

        var (verdict, factor) = VerdictRule.Judge(
            summary.Measured.FirstFailureSeconds,
            baseline?.Measured.FirstFailureSeconds,
            hasBaseline: !summary.IsBaseline && baseline is not null);
        return summary with
        {
            Verdict = verdict,
            DelayFactor = factor is { } value ? Math.Round(value, 3) : null,
        };
    }

    private static MeasuredFigures Measure(RecordedCase recorded)
    {
        var file = recorded.File;
        var located = FirstFailureFinder.Find(recorded);
        var first = located?.Failure;
        var ok = recorded.Load.Sum(line => line.Ok);
        var failed = recorded.Load.Sum(line => line.Failed?.Values.Sum() ?? 0);
        var samples = ProxySamples.Of(recorded).ToList();
        return new MeasuredFigures
        {
            FirstFailureSeconds = Seconds(first?.T),
            ConnectionsBeforeFirstFailure = located is null ? null : FirstFailureFinder.ConnectionsBefore(recorded, located),
            KneeSeconds = Seconds(KneeFinder.Find(recorded.Proxy, first?.T)),
            ThresholdPerSecond = ThresholdMeter.Measure(recorded, first?.T, file.Bottleneck.HoldSeconds) is { } threshold
                ? PerSecond(threshold)
                : null,
            AchievedPerSecond = PerSecond(recorded.Load.Sum(line => line.Sent) / file.DurationSeconds),
            OkPerSecond = PerSecond(ok / file.DurationSeconds),
            FailedPerSecond = PerSecond(failed / file.DurationSeconds),
            Ok = ok,
            Failed = failed,
            Unsent = recorded.Load.Sum(line => line.Unsent),
            PeakTimeWait = samples.Select(line => line.TimeWait).DefaultIfEmpty().Max(),
            TimeWaitRecycled = samples.LastOrDefault()?.Counters.GetValueOrDefault("TWRecycled") ?? 0,
            ConnectLatencyMicroseconds = LatencyStatistics.Of(recorded.Proxy.SelectMany(line => line.ConnectLatency ?? [])),
            RequestLatencyMicroseconds = LatencyStatistics.Of(recorded.Load.SelectMany(line => line.Latency ?? [])),
            PeakMachineBusy = recorded.Sockets.Max(line => line.MachineBusy),
            ProxyCpu = samples.LastOrDefault() is { T: > 0 } last ? Math.Round(last.Cpu / last.T, 4) : null,
        };
    }

    private static double? Seconds(double? value) => value is { } number ? Math.Round(number, 6) : null;

    private static double Seconds(double value) => Math.Round(value, 6);

    private static double PerSecond(double value) => Math.Round(value, 3);
}
