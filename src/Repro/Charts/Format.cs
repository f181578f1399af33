using System.Globalization;
using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Charts;

/// <summary>Numbers, verdicts and conditions as figures, report and terminal write them, whatever the culture.</summary>
public static class Format
{
    /// <summary>Seconds to a hundredth.</summary>
    public static string Seconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.00} s");

    /// <summary>How long something lasted: no more digits than it has.</summary>
    public static string Duration(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:#,0.##} s");

    // In seconds, as of connections that are never closed: no load is longer.
    private const double LongestHold = 7 * 24 * 3600;

    /// <summary>How long a port is held.</summary>
    internal static string Held(double seconds) => seconds > 0 ? $"held for {HeldFor(seconds)}" : "not held";

    /// <summary>The same below a heading that says so.</summary>
    public static string HeldFor(double seconds) => seconds >= LongestHold ? "ever" : seconds > 0 ? Seconds(seconds) : "not held";

    /// <summary>Where and by how much connect() got slow.</summary>
    internal static string Slows(Knee knee) =>
        $"connect() slows from {Count(knee.BeforeMicroseconds)} to {Count(knee.AfterMicroseconds)} µs {Once(knee)}";

    /// <summary>What of a case's ports in TIME_WAIT can be had all the same; nothing where none can.</summary>
    internal static string Reusable(CaseSummary summary) => summary.HopFigures.ReuseDelaySeconds switch
    {
        null => "",
        0 => ", each of which may be taken over at once",
        { } delay => $", of which those older than {Duration(delay)} may be taken over",
    };

    /// <summary>At which share of the ports connect() got slow.</summary>
    internal static string Once(Knee knee) => knee.TakenPercent switch
    {
        null => $"after {Seconds(knee.Seconds)}",
        >= 45 and <= 55 => "once half of the ports are taken",
        var percent => $"once {Percent(percent.Value / 100)} of the ports are taken",
    };

    /// <summary>How many times as much.</summary>
    internal static string Factor(double value) => value.ToString(value >= 10 ? "#,0" : "0.0#", CultureInfo.InvariantCulture);

    /// <summary>How many times as much a label carries as the baseline, as far as the lab can tell.</summary>
    internal static string Times(ThresholdSummary row, double factor) =>
        row.IsLimitedByClients ? $"at least ×{Factor(factor)}" : $"×{Factor(factor)}";

    /// <summary>When the first failure was predicted.</summary>
    internal static string PredictedOnset(CaseSummary summary) => $"predicted {Onset(summary.Predicted)}";

    /// <summary>When the first failure was predicted, as far as it can be.</summary>
    internal static string Onset(PredictedFigures predicted) =>
        Onset(predicted.OnsetSeconds, predicted.EarliestOnsetSeconds, predicted.LatestOnsetSeconds);

    /// <summary>A moment that is as sure as its earliest and its latest lie together; null for either where it is no other.</summary>
    internal static string Onset(double? seconds, double? earliest, double? latest)
    {
        if (seconds is not { } onset)
        {
            return earliest is { } perhaps ? $"never, or from {Seconds(perhaps)} on" : "never";
        }

        var (from, to) = (Seconds(earliest ?? onset), Seconds(latest ?? onset));
        return from == to ? to : $"{from[..^2]}–{to}";
    }

    /// <summary>The same in a table, as short as it can be.</summary>
    public static string OnsetCell(double? seconds, double? earliest, double? latest) =>
        (seconds, earliest) is (null, { } perhaps) ? $"≥ {Seconds(perhaps)} or never" : Onset(seconds, earliest, latest);

    /// <summary>When the first failure was predicted, in a table.</summary>
    internal static string OnsetCell(PredictedFigures predicted) =>
        OnsetCell(predicted.OnsetSeconds, predicted.EarliestOnsetSeconds, predicted.LatestOnsetSeconds);

    /// <summary>When the first request failed; only a case that has shown it can say never.</summary>
    internal static string FirstFailure(CaseSummary summary) => summary switch
    {
        { FirstFailureSeconds: { } value } => Seconds(value),
        { NeverFails: true } => "never",
        { HasFigures: true } => "none",
        _ => TextTable.None,
    };

    /// <summary>When the first failure was predicted, and of which hop where it is not the one to the backends.</summary>
    internal static string PredictedFailure(CaseSummary summary) =>
        summary.Predicted.OnsetSeconds is null || summary.Predicted.Hop == summary.Hops[^1].Name
            ? OnsetCell(summary.Predicted)
            : $"{OnsetCell(summary.Predicted)}\n({summary.Predicted.Hop})";

    /// <summary>The verdict, with the factor where it has one.</summary>
    internal static string Verdict(CaseSummary summary) => summary switch
    {
        { Verdict: Verdicts.Delayed or Verdicts.Eased, DelayFactor: { } factor } =>
            string.Create(CultureInfo.InvariantCulture, $"{summary.Verdict} ×{factor:0.0}"),
        { Verdict: Verdicts.Worse, DelayFactor: { } factor } => string.Create(CultureInfo.InvariantCulture, $"worse ×{factor:0.0#}"),
        _ => summary.Verdict,
    };

    /// <summary>A whole number, thousands apart.</summary>
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>How much larger one of two values is than the other, which it is <paramref name="ratio"/> times.</summary>
    internal static string Change(double ratio) => ratio < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{(ratio - 1) * 100:0.0#} %")
        : string.Create(CultureInfo.InvariantCulture, $"×{ratio:0.0}");

    /// <summary>A share of one, in percent.</summary>
    internal static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    /// <summary>Processors that were busy: seconds per second.</summary>
    internal static string Processors(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} processors");

    /// <summary>A rate per second.</summary>
    public static string Rate(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture) + "/s";

    /// <summary>A rate per second, or what stands for none.</summary>
    internal static string Rate(double? value, string none) => value is { } number ? Rate(number) : none;

    /// <summary>A threshold, as a rate per second of three digits: it is no sharper than that.</summary>
    internal static string Threshold(double value) => value.ToString(Digits(value), CultureInfo.InvariantCulture) + "/s";

    /// <summary>A threshold with the rate before it up to which none fails, where that is another; or what stands for none.</summary>
    public static string Threshold(double? safe, double? threshold, string none) =>
        IsBand(safe, threshold) ? $"{Threshold(safe!.Value)[..^2]}–{Threshold(threshold!.Value)}" : Threshold(threshold, none);

    /// <summary>Whether a few fail before the threshold already, as far as it is written.</summary>
    public static bool IsBand(double? safe, double? threshold) =>
        safe is { } from && threshold is { } to && from < to && Threshold(from) != Threshold(to);

    /// <summary>A threshold, or what stands for none.</summary>
    internal static string Threshold(double? value, string none) => value is { } number ? Threshold(number) : none;

    /// <summary>A measured threshold with how far off it may be, to the same digit; or what stands for none.</summary>
    internal static string Measured(double? value, double? plusMinus, string none)
    {
        if (value is not { } threshold || plusMinus is not { } off)
        {
            return none;
        }

        var format = Digits(threshold);
        var least = format switch { "0.0" => 0.1, "0.00" => 0.01, _ => 1 };
        return $"{threshold.ToString(format, CultureInfo.InvariantCulture)} ± "
            + $"{Math.Max(least, off).ToString(format, CultureInfo.InvariantCulture)}/s";
    }

    /// <summary>Where and with what a run was made.</summary>
    internal static string Conditions(RunSummary summary) =>
        $"{summary.Lab}, kernel {summary.Kernel}, HZ={summary.Hertz}, {summary.Started}";

    /// <summary>What a figure of one case says.</summary>
    /// <param name="summary">The case.</param>
    /// <param name="name">What it is called among the others.</param>
    internal static string Headline(CaseSummary summary, string name) => summary switch
    {
        { Valid: false } => $"{name}: invalid, it says nothing",
        { Verdict: Verdicts.Borderline, Measured.Failed: null } => $"{name}: borderline",
        { Verdict: Verdicts.Borderline } => $"{name}: borderline, {Count(summary.Measured?.Failed ?? 0)} "
            + $"{(summary.Measured?.Failed == 1 ? "request fails" : "requests fail")}",
        { Measured.FirstFailureSeconds: { } onset } =>
            $"{name}: ports run out {Seconds(onset)} into the load, "
            + $"after {Count(summary.Measured.ConnectionsBeforeFirstFailure ?? 0)} "
            + $"{Noun.Of(summary.Measured.ConnectionsBeforeFirstFailure ?? 0, "connection")}",
        { Measured: { Failed: null } measured } =>
            $"{name}: {NoneFailed(measured)} in {Duration(summary.DurationSeconds)}",
        { Verdict: Verdicts.Finished } => $"{name}: every request of {Duration(summary.DurationSeconds)} is answered",
        { Measured.Failed: > 0 } => $"{summary.Label}: ports do not run out at {Rate(summary.OfferedPerSecond)}",
        _ => $"{summary.Label}: no request fails at {Rate(summary.OfferedPerSecond)}",
    };

    /// <summary>That nothing failed, as far as anybody knows.</summary>
    internal static string NoneFailed(MeasuredFigures measured) =>
        measured.Failed is 0 ? "no request failed" : "ports did not run out";

    /// <summary>Whether it is known how many requests failed, and when.</summary>
    internal static bool CountsFailures(CaseSummary summary) => summary.Measured is not { Failed: null };

    /// <summary>What became of requests that did not fail; where nobody knows, of connections.</summary>
    internal static string Answered(CaseSummary summary) => CountsFailures(summary) ? "answered" : "opened";

    private static string Digits(double threshold) => threshold switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" };
}
