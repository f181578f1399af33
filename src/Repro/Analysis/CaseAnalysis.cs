using Repro.Expectations;
using Repro.Model;
using Repro.Physics;
using Repro.Proxies;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>Recorded case to summary.</summary>
internal static class CaseAnalysis
{
    /// <summary>Everything but the comparison with the baseline.</summary>
    /// <param name="recorded">The case.</param>
    /// <param name="hertz">The kernel's timer frequency.</param>
    public static CaseSummary Summarize(RecordedCase recorded, int hertz = TimerWheel.DefaultHertz)
    {
        var file = recorded.File;
        var ranOut = file.PredictedOnly is null ? RanOut.Of(recorded) : null;
        var measured = file.PredictedOnly is null ? Measure(recorded, ranOut, hertz) : null;
        IReadOnlyList<InvalidReason> reasons = measured is null
            ? [.. ValidityCheck.Damage(recorded)]
            : ValidityCheck.Reasons(recorded, measured);
        var proofs = measured is null ? [] : EvidenceList.Of(recorded);
        var hop = ranOut?.Hop ?? file.Bottleneck;
        return new CaseSummary
        {
            Id = file.Id,
            Mitigation = file.Mitigation,
            Label = file.Label,
            Point = file.Point,
            Summary = file.Summary,
            Risk = file.Risk,
            PredictedOnly = file.PredictedOnly,
            IsBaseline = file.IsBaseline,
            OfferedPerSecond = file.OfferedPerSecond,
            DurationSeconds = file.DurationSeconds,
            Valid = reasons.Count == 0,
            Invalid = reasons,
            // Its verdict is not about when ports run out.
            Borderline = measured is null || reasons.Count > 0 || file.Restarts is not null ? null
                : Analysis.Borderline.Reason(recorded, measured, ranOut),
            Remarks = measured is null || reasons.Count > 0 ? [] : [.. ValidityCheck.Remarks(recorded, measured)],
            VerdictFacts = OutlookOf(file, hop, measured),
            FreeAtOnce = FreeAtOnce.Reason(CaseConditions.Of(file)),
            Hop = hop.Name,
            CapacityPorts = hop.CapacityPorts,
            HoldSeconds = Seconds(hop.HoldSeconds),
            Topology = TopologyFacts.Of(file),
            Predicted = new PredictedFigures(
                Seconds(file.Bottleneck.OnsetSeconds),
                Seconds(file.Upstream.KneeSeconds),
                PerSecond(file.Limiting.ThresholdPerSecond),
                file.TimeWaitRecycled,
                file.Bottleneck.Name,
                file.Limiting.Name,
                PerSecond(file.Limiting.SafePerSecond),
                Seconds(file.Bottleneck.EarliestOnsetSeconds),
                Seconds(file.Bottleneck.LatestOnsetSeconds),
                file.Bottleneck.DependsOn)
            {
                Failing = hop.Failing,
            },
            Steps = StepFindings.Of(recorded, hop),
            Measured = measured,
            Restarts = RestartAnalysis.Of(recorded),
            Hops = HopUse.Of(recorded),
            Errors = PortFailure.ByOrigin(recorded),
            Causes = [.. Outage.OtherFailures(recorded).Keys],
            ClientErrors = PortFailure.Count(recorded.Load),
            ExhaustedHop = ExhaustedHop.Name(recorded),
            RanOut = ranOut is { IsStray: false },
            Evidence = [.. proofs.Select(proof => proof.Text)],
            Proofs = proofs,
            Verdict = Verdicts.Invalid,
            DelayFactor = null,
            Expected = file.Expects.FirstOrDefault(expectation => expectation.Figure == ExpectableFigures.Verdict.Name)?.Expected,
        };
    }

    /// <summary>The summary with its verdict.</summary>
    /// <param name="summary">The case.</param>
    /// <param name="baseline">The case that it is compared with, whatever came of that; null for none.</param>
    /// <param name="isBaselineMissing">Whether there was to be one, of which there is no record.</param>
    public static CaseSummary Judge(CaseSummary summary, CaseSummary? baseline, bool isBaselineMissing = false)
    {
        if (!summary.Valid)
        {
            return summary;
        }

        if (summary.Measured is not { } measured)
        {
            return summary with { Verdict = Verdicts.PredictedOnly };
        }

        if (RestartAnalysis.Verdict(summary.Restarts) is { } aboutServices)
        {
            return summary with { Verdict = aboutServices };
        }

        if (summary.Borderline is not null)
        {
            return summary with { Verdict = Verdicts.Borderline };
        }

        if (measured.FirstFailureSeconds is null
            && (summary.Predicted.LatestOnsetSeconds ?? summary.Predicted.OnsetSeconds) > summary.DurationSeconds)
        {
            return summary with { Verdict = Verdicts.Finished };
        }

        if (Lacks(baseline, isBaselineMissing) is { } lacks)
        {
            return summary with { Verdict = Verdicts.NotCompared, NotCompared = lacks };
        }

        var (verdict, factor) = VerdictRule.Judge(
            summary.VerdictFacts,
            // Loads of other lengths have other numbers of answers: then it is the onset alone that tells.
            baseline is null ? null
                : baseline.DurationSeconds == summary.DurationSeconds ? baseline.VerdictFacts
                : baseline.VerdictFacts with { Ok = measured.Ok });
        return summary with
        {
            Verdict = verdict,
            Borderline = verdict == Verdicts.Borderline ? VerdictRule.TooNear(summary.VerdictFacts, baseline!.VerdictFacts) : null,
            DelayFactor = factor is { } value ? Math.Round(value, 3) : null,
        };
    }

    private static string? Lacks(CaseSummary? baseline, bool isMissing) => baseline switch
    {
        null => isMissing ? "there is no record of its baseline" : null,
        { Valid: false } => "its baseline is invalid",
        { Borderline: not null } => "its baseline is borderline",
        _ => null,
    };

    private static MeasuredFigures Measure(RecordedCase recorded, RanOut? ranOut, int hertz)
    {
        var file = recorded.File;
        var located = FirstFailureFinder.Find(recorded);
        var first = located?.Failure.T;
        var ok = OwnLoad.Answers(recorded).Sum(line => line.Ok);
        var failed = OwnLoad.Failed(recorded);
        var samples = OpenerSamples.Together(recorded);
        var taken = PortsTaken.Of(recorded);
        var threshold = ThresholdMeter.Measure(recorded, ranOut, hertz);
        var attempts = recorded.Openers.Sum(line => line.Attempts);
        return new MeasuredFigures
        {
            FirstFailureSeconds = Seconds(first),
            JitterSeconds = Math.Round(Jitter.Before(recorded, first ?? file.DurationSeconds).Seconds, 6),
            ConnectionsBeforeFirstFailure = located is null ? null : FirstFailureFinder.ConnectionsBefore(recorded, located),
            Knee = KneeFinder.Find(recorded, taken, first),
            HoldSeconds = Seconds(threshold.HoldSeconds),
            TimeWaitLeftSeconds = samples.Max(line => line.TimeWaitLeft),
            ThresholdPerSecond = PerSecond(threshold.PerSecond),
            ThresholdPlusMinusPerSecond = PerSecond(threshold.PlusMinusPerSecond),
            ThresholdPeriods = threshold.Periods,
            ThresholdNotMeasured = threshold.WhyNot,
            AchievedPerSecond = PerSecond(recorded.Load.Sum(line => line.Sent) / file.DurationSeconds),
            OkPerSecond = PerSecond(ok / file.DurationSeconds),
            FailedPerSecond = PerSecond(failed / file.DurationSeconds),
            Ok = ok,
            Failed = failed,
            Unsent = recorded.Load.Sum(line => line.Unsent),
            SendLatenessMicroseconds = LatencyStatistics.Of(recorded.Load.SelectMany(line => line.Lateness ?? [])),
            Connections = recorded.Openers.Sum(line => line.Connects),
            PeakEstablished = samples.Select(line => line.Tuples?.Sum(tuple => tuple.Established) ?? 0).DefaultIfEmpty().Max(),
            PeakFinWait2 = OpenerSamples.PeakState(samples, TcpState.FinWait2),
            PeakTimeWait = OpenerSamples.TimeWait(recorded).Select(point => point.Count).DefaultIfEmpty().Max(),
            TimeWaitRecycled = samples.LastOrDefault()?.Counters.GetValueOrDefault("TWRecycled") ?? 0,
            ConnectLatencyMicroseconds = LatencyStatistics.Of(recorded.Openers.SelectMany(line => line.ConnectLatency ?? [])),
            ConnectLatencyByOccupancy = OccupancyTable.Of(recorded, taken, first),
            RequestLatencyMicroseconds = LatencyStatistics.Of(recorded.Load.SelectMany(line => line.Latency ?? [])),
            PeakMachineBusy = recorded.Sockets.Max(line => line.MachineBusy),
            SampleMicroseconds = LatencyStatistics.Of(recorded.Sockets.Where(line => line.States is null)
                .Select(line => new Bucket((long)(line.CostMicroseconds * 1000), 1))),
            DumpLateSeconds = recorded.Sockets.Max(line => line.DumpLate),
            ProxyCpu = file.HasProxy && samples.LastOrDefault() is { T: > 0 } last ? Math.Round(last.Cpu / last.T, 4) : null,
            CpuByRole = Analysis.CpuByRole.Of(recorded),
            Attempts = attempts > 0 ? attempts : null,
            Amplification = attempts > 0 ? Math.Round((double)attempts / recorded.Openers.Sum(line => line.Sent), 4) : null,
            PeakStates = OpenerSamples.PeakStates(samples),
            Failing = StepFindings.Failing(recorded, ranOut),
        };
    }

    // Within a burst it is chance which moment the first failure is met at: two like cases differ by some hundredths.
    private static VerdictFacts OutlookOf(CaseFile file, HopFacts hop, MeasuredFigures? measured)
    {
        var burst = CaseConditions.Of(file).Load.Arrivals == ArrivalKind.Bursts ? 0.1 : 0;
        // Which of a NAT's addresses a hash gives is not known before, and the same each time.
        var predicted = CaseConditions.Of(file).Nat.Addresses > 1
            ? 0
            : Math.Max(hop.OnsetSeconds - hop.EarliestOnsetSeconds ?? 0, hop.LatestOnsetSeconds - hop.OnsetSeconds ?? 0);
        return new VerdictFacts(
            measured?.FirstFailureSeconds, measured?.Ok ?? 0, Math.Max(burst, predicted), 2L * hop.Tuples,
            measured?.ConnectionsBeforeFirstFailure);
    }

    private static double? Seconds(double? value) => value is { } number ? Math.Round(number, 6) : null;

    private static double Seconds(double value) => Math.Round(value, 6);

    private static double PerSecond(double value) => Math.Round(value, 3);

    private static double? PerSecond(double? value) => value is { } number ? PerSecond(number) : null;
}
