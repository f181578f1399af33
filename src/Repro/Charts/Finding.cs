using System.Globalization;
using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Charts;

/// <summary>A case's result as one sentence, for people who read no documentation.</summary>
public static class Finding
{
    /// <summary>The sentence, without the mitigation's name.</summary>
    public static string Of(CaseSummary summary) =>
        Result(summary) + StepsText.Of(summary) + Restarts(summary)
        + string.Concat(summary.Remarks.Select(remark => $" Note: {remark}."));

    private static string Result(CaseSummary summary)
    {
        if (summary is { Valid: true, PredictedOnly: { } why })
        {
            return $"was not run, as {why}; {Predicted(summary)}.";
        }

        if (!summary.HasFigures)
        {
            return $"says nothing: {string.Join("; ", summary.InvalidReasons)}.";
        }

        var measured = summary.Measured;
        if (summary.Borderline is { } near)
        {
            return (measured.FirstFailureSeconds is { } from
                ? measured.Failed is { } count
                    ? Text($"{count:#,0} {Noun.Of(count, "request")} failed, from {from:0.00} s into the load")
                    : Text($"no port was left, from {from:0.00} s into the load")
                : Text($"{Format.NoneFailed(measured)} in {summary.DurationSeconds:0.##} s"))
                + $": {near}.";
        }

        if (measured.FirstFailureSeconds is not { } onset)
        {
            return (summary.Verdict == Verdicts.Finished
                ? Finished(summary, measured)
                : $"{Format.NoneFailed(measured)} in {Format.Duration(summary.DurationSeconds)}.")
                + Uncompared(summary)
                + Unproven(summary)
                + (measured.TimeWaitRecycled > 0
                    ? Text($" {measured.TimeWaitRecycled:#,0} {Noun.Of(measured.TimeWaitRecycled, "port")} ")
                        + $"{Noun.Were(measured.TimeWaitRecycled)} taken over from TIME_WAIT."
                    : "")
                + Kept(measured)
                + Depends(summary)
                + Slower(measured);
        }

        if (!summary.RanOut)
        {
            var failed = measured.Failed ?? 0;
            var requests = measured.Ok + failed;
            return Text($"{failed:#,0} of {requests:#,0} {Noun.Of(requests, "request")} failed, ")
                + Text($"the first {onset:0.00} s into the load, though ports did not run out.")
                + Uncompared(summary);
        }

        // What a program saw that nobody can ask, nobody knows.
        var cause = summary.Causes.Count > 0 ? $": {string.Join(" and ", summary.Causes)}" : "";
        return Text($"ran out of ports {onset:0.00} s into the load, after {measured.ConnectionsBeforeFirstFailure:#,0} ")
            + $"{Noun.Of(measured.ConnectionsBeforeFirstFailure ?? 0, "connection")} "
            + $"({summary.ExhaustedHop}{cause}){Seen(summary)}."
            + Occupancy(summary)
            + Comparison(summary)
            + Uncompared(summary)
            + Depends(summary)
            + Slower(measured);
    }

    private static string Restarts(CaseSummary summary) => summary is { HasFigures: true, Restarts: { Taken: not null } restarts }
        ? $" {RestartText.Measured(restarts)}".Replace(" none", " None", StringComparison.Ordinal)
            + (restarts.ServicesWithout is > 0 and var without
                ? $": {Format.Count(without)} of {Noun.Counted(restarts.Services, "service")} lost theirs."
                : ".")
        : "";

    private static string Finished(CaseSummary summary, MeasuredFigures measured) =>
        (measured.Failed is not 0 ? Format.NoneFailed(measured)
            : measured.Unsent == 0
            ? "every request was answered"
            : Text($"no request failed, and {measured.Unsent:#,0} {Noun.Were(measured.Unsent)} never sent"))
        + $"; at this rate ports of {summary.Predicted.Hop} would have run out at {Format.Seconds(summary.Predicted.OnsetSeconds ?? 0)}, "
        + $"and the load ended at {Format.Duration(summary.DurationSeconds)}.";

    // A load that ends before the first port has come back has shown that there were ports enough for it, and no more.
    private static string Unproven(CaseSummary summary) => summary.NeverFails && summary.DurationSeconds < summary.HoldSeconds
        ? $" The load ended within the {Format.Seconds(summary.HoldSeconds)} for which a port is held: that it could go on is a prediction."
        : "";

    private static string Predicted(CaseSummary summary) => summary.Predicted.OnsetSeconds is { } onset
        ? $"it is predicted to run out after {Format.Seconds(onset)}"
        : $"it is predicted to carry {Format.Rate(summary.OfferedPerSecond)}";

    // Ports that bind() picks are shared by all destinations, so that no tuple has them all.
    // Clients that connect to the backends themselves see what happened.
    private static string Seen(CaseSummary summary) =>
        summary is { Topology.HasProxy: true, ClientErrors.Count: > 0 }
            ? $"; clients saw {string.Join(" and ", summary.ClientErrors.Keys)}"
            : "";

    private static string Occupancy(CaseSummary summary) =>
        summary.Hops.FirstOrDefault(hop => hop.Name == summary.Hop) is { FullTuples: > 0 } hop
            ? Text($" {hop.FullTuples:#,0} of {hop.Tuples:#,0} {Noun.Of(hop.Tuples, "tuple")} {hop.Name} {Noun.Were(hop.FullTuples)} full.")
            : "";

    private static string Comparison(CaseSummary summary) => summary switch
    {
        { Verdict: Verdicts.Eased, DelayFactor: { } factor } =>
            Text($" It went on to answer {factor:0.0} times as many requests as without a mitigation."),
        { Verdict: Verdicts.Worse, DelayFactor: { } factor, Measured.ThresholdPerSecond: null } when factor < 1 =>
            Text($" That is {factor:0.00} of what there is without it, in time or in requests answered."),
        _ => "",
    };

    private static string Uncompared(CaseSummary summary) => summary.NotCompared is { } why ? $" It is not compared: {why}." : "";

    private static string Kept(MeasuredFigures measured) => measured.Connections < measured.Ok / 2
        ? Text($" {measured.Connections:#,0} {Noun.Of(measured.Connections, "connection")} carried {measured.Ok:#,0} ")
            + $"{Noun.Of(measured.Ok, "request")}."
        : "";

    private static string Depends(CaseSummary summary) =>
        summary.Predicted.DependsOn is { } on ? $" Whether and when ports run out depends on {on}." : "";

    private static string Slower(MeasuredFigures measured) => measured.Knee is { } knee ? $" {Format.Slows(knee)}." : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
