using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Charts;

/// <summary>The table of a run's cases: every column that a report, a terminal or summary.csv has of them.</summary>
public static class CaseTable
{
    private static readonly Column<Row>[] Columns =
    [
        Csv("id", row => row.Id),
        Of(
            "label", row => row.Case?.Label,
            "Mitigation", row => row.Case?.Label ?? row.Id) with { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
        Csv("mitigation", row => row.Case?.Mitigation),
        Csv("point", row => row.Case?.Point),
        Of(
            "offered_per_second", row => row.Case?.OfferedPerSecond,
            "Offered", Case(row => Format.Rate(row.OfferedPerSecond))) with { Terminal = TerminalUse.WhereVaried },
        Csv("duration_seconds", row => row.Case?.DurationSeconds),
        Of(
            "verdict", row => row.Case?.Verdict ?? Verdicts.Invalid,
            "Verdict", Verdict) with { Kind = ColumnKind.Verdict, Terminal = TerminalUse.Always },
        Csv("factor", row => row.Case?.DelayFactor),
        Csv("expected", row => row.Case?.Expected),
        Csv("valid", row => row.Case is { Valid: true } ? "true" : "false"),
        Csv("invalid_reasons", row => row.Case is { } it ? string.Join("; ", it.InvalidReasons) : row.Damage),
        Csv("borderline", row => row.Case?.Borderline),
        Csv("not_compared", row => row.Case?.NotCompared),
        Csv("hop", row => row.Case?.Hop),
        Of(
            "capacity_ports", row => row.Case?.CapacityPorts,
            "Ports", Case(row => Format.Count(row.CapacityPorts))) with { Terminal = TerminalUse.WhereWide },
        Csv("hold_seconds", row => row.Case?.HoldSeconds),
        Of(
            "first_failure_seconds", row => row.Case?.FirstFailureSeconds,
            "First\nfailure", Case(Format.FirstFailure)) with { Terminal = TerminalUse.Always },
        Of(
            "predicted_onset_seconds", row => row.Case?.Predicted.OnsetSeconds,
            "Predicted", Case(Format.PredictedFailure)) with { Terminal = TerminalUse.Always },
        Csv("predicted_knee_seconds", row => row.Case?.Predicted.KneeSeconds),
        Csv("predicted_threshold_per_second", row => row.Case?.Predicted.ThresholdPerSecond),
        Csv("predicted_safe_per_second", row => row.Case?.Predicted.SafePerSecond),
        Csv("predicted_earliest_onset_seconds", row => row.Case?.Predicted.EarliestOnsetSeconds),
        Csv("predicted_latest_onset_seconds", row => row.Case?.Predicted.LatestOnsetSeconds),
        Count(
            "connections_before_first_failure",
            "Connections\nbefore it", row => row.Measured?.ConnectionsBeforeFirstFailure) with { Terminal = TerminalUse.WhereWide },
        Csv("jitter_seconds", row => row.Case?.Measured?.JitterSeconds),
        Csv("knee_seconds", row => row.Case?.Measured?.Knee?.Seconds),
        Csv("measured_hold_seconds", row => row.Case?.Measured?.HoldSeconds),
        Csv("threshold_per_second", row => row.Case?.Measured?.ThresholdPerSecond),
        Csv("achieved_per_second", row => row.Case?.Measured?.AchievedPerSecond),
        Csv("ok_per_second", row => row.Case?.Measured?.OkPerSecond),
        Csv("failed_per_second", row => row.Case?.Measured?.FailedPerSecond),
        Count("ok", "Answered", row => row.Measured?.Ok),
        Count("failed", "Failed", row => row.Measured?.Failed) with { Terminal = TerminalUse.Always },
        Count("restarts", "Restarts", row => row.Restarts?.Count) with { Terminal = TerminalUse.WhereVaried },
        Count("restarts_taken", "Port\ntaken", row => row.Restarts?.Taken) with { Terminal = TerminalUse.WhereVaried },
        Of(
            "restarts_taken_share", row => row.Case?.Restarts?.TakenShare,
            "Share", row => row.Case?.Restarts?.TakenShare is { } share ? RestartText.Share(share) : null)
            with { Terminal = TerminalUse.WhereVaried },
        Of(
            "predicted_restarts_taken_share", row => row.Case?.Restarts?.PredictedShare,
            "Predicted\nshare", row => row.Case?.Restarts is { } it ? RestartText.Predicted(it) : null)
            with { Terminal = TerminalUse.WhereVaried },
        Csv("least_predicted_restarts_taken_share", row => row.Case?.Restarts?.LeastPredictedShare),
        Csv("most_predicted_restarts_taken_share", row => row.Case?.Restarts?.MostPredictedShare),
        Csv("unsent", row => row.Case?.Measured?.Unsent),
        Of(
            "send_late_p99_microseconds", row => row.Case?.Measured?.SendLatenessMicroseconds?.P99,
            "Sent late p99",
            row => row.Case?.Measured?.SendLatenessMicroseconds is { } late ? $"{Format.Count(late.P99)} µs" : null),
        Csv("send_late_p50_microseconds", row => row.Case?.Measured?.SendLatenessMicroseconds?.P50),
        Csv("connections", row => row.Case?.Measured?.Connections),
        Csv("attempts", row => row.Case?.Measured?.Attempts),
        Csv("amplification", row => row.Case?.Measured?.Amplification),
        Csv("peak_established", row => row.Case?.Measured?.PeakEstablished),
        Csv("peak_fin_wait_2", row => row.Case?.Measured?.PeakFinWait2),
        Count("peak_time_wait", "Peak TIME_WAIT", row => row.Measured is null ? null : row.HopFigures.PeakTimeWait),
        Csv("time_wait_recycled", row => row.Case?.Measured?.TimeWaitRecycled),
        Of(
            "connect_p50_microseconds", row => row.Case?.Measured?.ConnectLatencyMicroseconds?.P50,
            "connect() p50",
            row => row.Case?.Measured?.ConnectLatencyMicroseconds is { } latency ? $"{Format.Count(latency.P50)} µs" : null),
        Csv("connect_p99_microseconds", row => row.Case?.Measured?.ConnectLatencyMicroseconds?.P99),
        Csv("request_p50_microseconds", row => row.Case?.Measured?.RequestLatencyMicroseconds?.P50),
        Csv("request_p99_microseconds", row => row.Case?.Measured?.RequestLatencyMicroseconds?.P99),
        Csv("peak_machine_busy", row => row.Case?.Measured?.PeakMachineBusy),
        Csv("sample_p50_microseconds", row => row.Case?.Measured?.SampleMicroseconds?.P50),
        Csv("dump_late_seconds", row => row.Case?.Measured?.DumpLateSeconds),
        Csv("proxy_cpu", row => row.Case?.Measured?.ProxyCpu),
        Csv("errors", row => Counts(row.Case?.Errors)),
        Csv("client_errors", row => Counts(row.Case?.ClientErrors)),
        Csv("exhausted_hop", row => row.Case?.ExhaustedHop),
        Csv("not_met", row => row.Case is { } it ? string.Join("; ", it.Unmet.Select(OutcomeText.Of)) : null),
    ];

    /// <summary>The cases for people: those that were read, and then those that could not be.</summary>
    public static TextTable Text(RunSummary run) => TextTable.Of(Columns, Rows(run));

    /// <summary>The same for spreadsheets.</summary>
    internal static string Csv(RunSummary run) => CsvTable.Render(Columns, Rows(run));

    private static IEnumerable<Row> Rows(RunSummary run) =>
        run.Cases.Select(item => new Row(item.Id, item, null)).Concat(run.Unreadable.Select(item => new Row(item.Id, null, item.Reason)));

    private static Column<Row> Csv(string key, Func<Row, object?> value) => new(null, _ => null) { Key = key, Value = value };

    private static Column<Row> Of(string key, Func<Row, object?> value, string heading, Func<Row, string?> text) =>
        new(heading, text) { Key = key, Value = value };

    private static Column<Row> Count(string key, string heading, Func<CaseSummary, long?> count) =>
        Of(
            key, row => row.Case is { } it ? count(it) : null,
            heading, row => row.Case is { } it && count(it) is { } number ? Format.Count(number) : null);

    private static Func<Row, string?> Case(Func<CaseSummary, string> text) => row => row.Case is { } it ? text(it) : null;

    private static string Verdict(Row row) => row.Case switch
    {
        null => Verdicts.Invalid,
        { IsUnexpected: true } it =>
            $"{Format.Verdict(it)}\n({(it.Unmet.Any(expectation => expectation.IsVerdict) ? $"not {it.Expected}" : "not as expected")})",
        var it => Format.Verdict(it),
    };

    private static string? Counts(IReadOnlyDictionary<string, long>? counts) =>
        counts is null ? null : string.Join("; ", counts.Select(pair => $"{pair.Key}={pair.Value}"));

    // Of a case that could not be read nothing is known but why.
    private sealed record Row(string Id, CaseSummary? Case, string? Damage);
}
