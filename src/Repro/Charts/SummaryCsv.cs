using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Charts;

/// <summary>The cases of summary.json as a table for spreadsheets (RFC 4180): names end with their unit, an empty cell is none.</summary>
internal static class SummaryCsv
{
    private static readonly (string Name, Func<CaseSummary, object?> Value)[] Columns =
    [
        ("id", row => row.Id),
        ("label", row => row.Label),
        ("mitigation", row => row.Mitigation),
        ("point", row => row.Point),
        ("offered_per_second", row => row.OfferedPerSecond),
        ("duration_seconds", row => row.DurationSeconds),
        ("verdict", row => row.Verdict),
        ("factor", row => row.DelayFactor),
        ("expected", row => row.Expected),
        ("valid", row => row.Valid ? "true" : "false"),
        ("invalid_reasons", row => string.Join("; ", row.InvalidReasons)),
        ("borderline", row => row.Borderline),
        ("not_compared", row => row.NotCompared),
        ("hop", row => row.Hop),
        ("capacity_ports", row => row.CapacityPorts),
        ("hold_seconds", row => row.HoldSeconds),
        ("predicted_onset_seconds", row => row.Predicted.OnsetSeconds),
        ("predicted_knee_seconds", row => row.Predicted.KneeSeconds),
        ("predicted_threshold_per_second", row => row.Predicted.ThresholdPerSecond),
        ("predicted_safe_per_second", row => row.Predicted.SafePerSecond),
        ("predicted_earliest_onset_seconds", row => row.Predicted.EarliestOnsetSeconds),
        ("predicted_latest_onset_seconds", row => row.Predicted.LatestOnsetSeconds),
        ("first_failure_seconds", row => row.FirstFailureSeconds),
        ("connections_before_first_failure", row => row.Measured?.ConnectionsBeforeFirstFailure),
        ("jitter_seconds", row => row.Measured?.JitterSeconds),
        ("knee_seconds", row => row.Measured?.Knee?.Seconds),
        ("measured_hold_seconds", row => row.Measured?.HoldSeconds),
        ("threshold_per_second", row => row.Measured?.ThresholdPerSecond),
        ("achieved_per_second", row => row.Measured?.AchievedPerSecond),
        ("ok_per_second", row => row.Measured?.OkPerSecond),
        ("failed_per_second", row => row.Measured?.FailedPerSecond),
        ("ok", row => row.Measured?.Ok),
        ("failed", row => row.Measured?.Failed),
        ("unsent", row => row.Measured?.Unsent),
        ("connections", row => row.Measured?.Connections),
        ("attempts", row => row.Measured?.Attempts),
        ("amplification", row => row.Measured?.Amplification),
        ("peak_established", row => row.Measured?.PeakEstablished),
        ("peak_fin_wait_2", row => row.Measured?.PeakFinWait2),
        ("peak_time_wait", row => row.Measured?.PeakTimeWait),
        ("time_wait_recycled", row => row.Measured?.TimeWaitRecycled),
        ("connect_p50_microseconds", row => row.Measured?.ConnectLatencyMicroseconds?.P50),
        ("connect_p99_microseconds", row => row.Measured?.ConnectLatencyMicroseconds?.P99),
        ("request_p50_microseconds", row => row.Measured?.RequestLatencyMicroseconds?.P50),
        ("request_p99_microseconds", row => row.Measured?.RequestLatencyMicroseconds?.P99),
        ("peak_machine_busy", row => row.Measured?.PeakMachineBusy),
        ("proxy_cpu", row => row.Measured?.ProxyCpu),
        ("errors", row => Counts(row.Errors)),
        ("client_errors", row => Counts(row.ClientErrors)),
        ("exhausted_hop", row => row.ExhaustedHop),
    ];

    public static string Render(RunSummary run) => string.Concat(
        run.Cases.Select(row => Columns.Select(column => column.Value(row)))
            .Concat(run.Unreadable.Select(item => Columns.Select(column => (object?)(column.Name switch
            {
                "id" => item.Id,
                "verdict" => Verdicts.Invalid,
                "valid" => "false",
                "invalid_reasons" => item.Reason,
                _ => null,
            }))))
            .Prepend(Columns.Select(column => (object?)column.Name))
            .Select(cells => string.Join(',', cells.Select(CsvCell.Of)) + "\n"));

    private static string Counts(IReadOnlyDictionary<string, long> counts) => string.Join("; ", counts.Select(pair => $"{pair.Key}={pair.Value}"));
}
