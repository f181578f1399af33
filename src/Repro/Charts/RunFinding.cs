using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Charts;

/// <summary>What a run found, in a sentence or two for people who read nothing else.</summary>
public static class RunFinding
{
    private const int MostNames = 3;

    // Of a first failure: cases of the same ports differ by no more.
    private const double SameOnset = 0.01;

    /// <summary>The run in a sentence or two: what was measured, and no prediction.</summary>
    public static string Headline(RunSummary run) => $"{Title(run, AnswerText.Of(run))}.";

    /// <summary>What is said of the valid cases of a run, and how many are not.</summary>
    internal static string Title(RunSummary run, string sentence)
    {
        var all = run.Cases.Count + run.Unreadable.Count;
        return (run.Cases.Count(row => !row.Valid) + run.Unreadable.Count) switch
        {
            0 => sentence,
            var count when count == all => sentence,
            1 => $"{sentence} (1 of {all} cases is invalid)",
            var count => $"{sentence} ({count} of {all} cases are invalid)",
        };
    }

    /// <summary>Whose ports are free at once, and why.</summary>
    public static IEnumerable<string> FreeAtOnce(RunSummary run) =>
        from why in run.Cases.Where(row => row.FreeAtOnce is not null).GroupBy(row => row.FreeAtOnce, row => row.Label)
        select $"{AnswerText.Named([.. why.Distinct()])}: {why.Key}.";

    /// <summary>When failures begin without a mitigation, and with which ones they never do.</summary>
    internal static string Onset(RunSummary run)
    {
        var start = OnsetAlone(run, out var group);
        var others = group is null ? [] : OthersOf(group);
        var never = others.Where(row => row.NeverFails).Select(row => row.Label).ToList();
        return never.Count == 0 ? start : $"{start}; with {Named(never, others.Count)}, never";
    }

    /// <summary>When failures begin, and the cases that have that rate in common; null where none fails.</summary>
    internal static string OnsetAlone(RunSummary run, out IReadOnlyList<CaseSummary>? group)
    {
        group = null;
        var measured = run.Cases.Where(row => row.HasFigures).ToList();
        var cases = measured.Where(row => row.Borderline is null).ToList();
        if (cases.Count == 0)
        {
            if (measured.Count > 0)
            {
                return measured.Count == 1
                    ? Format.Headline(measured[0], measured[0].Label)
                    : "Every case is borderline: chance decided which requests failed";
            }

            return run.Cases.All(row => row.Valid) && run.Unreadable.Count == 0
                ? "Nothing was measured: no case was run"
                : "Nothing was measured: no case is valid";
        }

        if (Telling(cases) is not { } telling)
        {
            return cases.Count == 1 ? Format.Headline(cases[0], cases[0].Label)
                : cases.Count == run.Cases.Count + run.Unreadable.Count ? "No request fails in any case"
                : $"No request fails in {(cases.Count == 2 ? "either" : "any")} of the {cases.Count} cases that "
                    + $"{(cases.Count == measured.Count ? "were measured" : "are not borderline")}";
        }

        group = telling;
        var soonest = SoonestOf(telling);
        var at = cases.Select(row => row.OfferedPerSecond).Distinct().Count() > 1 ? $"At {Format.Rate(soonest[0].OfferedPerSecond)}" : "";
        return $"{With(soonest, at)}, failures begin after {Range(soonest)}";
    }

    /// <summary>Of cases at one rate those that are not told of first, and are no baseline.</summary>
    internal static List<CaseSummary> OthersOf(IReadOnlyList<CaseSummary> group)
    {
        var soonest = SoonestOf(group);
        return [.. group.Where(row => !row.IsBaseline && !soonest.Contains(row))];
    }

    /// <summary>When the first of cases fails, and when the last.</summary>
    internal static string Range(IReadOnlyList<CaseSummary> rows) =>
        Format.Onset(
            rows.Max(row => row.FirstFailureSeconds), rows.Min(row => row.FirstFailureSeconds), rows.Max(row => row.FirstFailureSeconds));

    // The baseline, or else those that fail first, as far as they can be told apart.
    private static List<CaseSummary> SoonestOf(IReadOnlyList<CaseSummary> group)
    {
        var failing = group.Where(row => row.FirstFailureSeconds is not null).ToList();
        var first = failing.Min(row => row.FirstFailureSeconds);
        return failing.Find(row => row.IsBaseline) is { } baseline
            ? [baseline]
            : [.. failing.Where(row => row.FirstFailureSeconds <= first * (1 + SameOnset))];
    }

    /// <summary>How much later failures begin under the mitigations that only delay them.</summary>
    internal static string Delay(RunSummary run)
    {
        var cases = run.Cases.Where(row => row is { HasFigures: true, Borderline: null }).ToList();
        if (Telling(cases) is not { } group
            || group.Find(row => row is { IsBaseline: true, FirstFailureSeconds: not null }) is not { } baseline)
        {
            return Onset(run);
        }

        var at = cases.Select(row => row.OfferedPerSecond).Distinct().Count() > 1 ? $"At {Format.Rate(baseline.OfferedPerSecond)}, " : "";
        var averted = group.Where(row => row.Verdict == Verdicts.Averted).Select(row => row.Label).ToList();
        var delayed = group.Where(row => row is { Verdict: Verdicts.Delayed, DelayFactor: not null }).ToList();
        var latest = delayed.Where(row => row.FirstFailureSeconds >= delayed.Max(other => other.FirstFailureSeconds) * (1 - SameOnset))
            .ToList();
        var others = group.Count(row => !row.IsBaseline);
        // All that are left, or some of those of which the others are some too.
        var left = others - latest.Count;
        var averts = averted.Count > 0
            ? $"{Named(averted, averted.Count == left ? left : others)} {(averted.Count == 1 ? "averts" : "avert")} the failures"
            : "";
        if (delayed.Count == 0)
        {
            return averts.Length > 0
                ? $"{at}{averts} that begin after {Format.Seconds(baseline.FirstFailureSeconds!.Value)} without"
                : Onset(run);
        }

        var delays = $"{at}{Named([.. latest.Select(row => row.Label)], others)} {(latest.Count == 1 ? "delays" : "delay")} "
            + $"the first failure from {Format.Seconds(baseline.FirstFailureSeconds!.Value)} to {Range(latest)}";
        return averts.Length > 0 ? $"{delays}; {averts}" : delays;
    }

    /// <summary>Which label carries how many times the rate of the baseline; null where no threshold is compared.</summary>
    internal static string? Threshold(RunSummary run)
    {
        var compared = run.Thresholds.Where(row =>
            (row.MeasuredFactor ?? row.PredictedFactor) is not null && row.Point == run.Thresholds[0].Point).ToList();
        if (compared.Count == 0)
        {
            return null;
        }

        // One that was measured says more than one that was predicted to be better.
        var measured = compared.Where(row => row.MeasuredFactor > 1).ToList();
        var best = measured.Count > 0 ? measured.MaxBy(row => row.MeasuredFactor)! : compared.MaxBy(row => row.PredictedFactor)!;
        var baseline = run.Thresholds.First(row => row.IsBaseline && row.Point == best.Point);
        if (best.MeasuredFactor is { } factor && best.GoodputPerSecond is { } goodput)
        {
            return $"{best.Label} carries {Times(best, factor)} the rate of {Default(baseline)}: "
                + $"{Format.Threshold(goodput)} instead of {Format.Threshold(baseline.GoodputPerSecond!.Value)}{ClientsRunOut(best)}";
        }

        var predicted = best.PredictedFactor ?? 0;
        if (predicted <= 1)
        {
            return compared.TrueForAll(row => row.Hop == baseline.Hop)
                ? "No mitigation is predicted to carry more than the default"
                : "No mitigation is predicted to carry more than the default in this lab, where "
                    + $"{AnswerText.Named([.. compared.Select(row => row.Hop).Append(baseline.Hop).Distinct()])} limit them";
        }

        var same = compared.Where(row =>
            row.MeasuredFactor is null && row.PredictedFactor is { } other && Times(row, other) == Times(best, predicted)).ToList();
        var names = same.Count <= MostNames ? AnswerText.Named([.. same.Select(row => row.Label)]) : $"{same.Count} mitigations";
        return $"{names} {(same.Count == 1 ? "is" : "are")} predicted to carry {Times(best, predicted)} the rate of {Default(baseline)}"
            + (same.Count == 1 && best.CarriedPerSecond is { } carried ? $", and carried {Format.Rate(carried)}" : "")
            + ClientsRunOut(best);
    }

    private static string Times(ThresholdSummary row, double factor) =>
        $"{(row.IsLimitedByClients ? "at least " : "")}{Format.Factor(factor)} times";

    private static string ClientsRunOut(ThresholdSummary row) => row.IsLimitedByClients ? " (this lab's clients run out then)" : "";

    private static string Default(ThresholdSummary baseline) => baseline.Label == "none" ? "the default" : baseline.Label;

    // The highest rate at which some cases fail and others do not, else the highest at which any fails.
    private static List<CaseSummary>? Telling(List<CaseSummary> cases)
    {
        var groups = cases.GroupBy(row => (row.OfferedPerSecond, row.Point))
            .Select(group => group.ToList())
            .Where(group => group.Exists(row => row.FirstFailureSeconds is not null))
            .OrderByDescending(group => group[0].OfferedPerSecond)
            .ToList();
        return groups.Find(group => group.Exists(row => row.IsBaseline && row.FirstFailureSeconds is not null)
            && group.Exists(row => row.FirstFailureSeconds is null))
            ?? groups.FirstOrDefault();
    }

    private static string With(List<CaseSummary> soonest, string at)
    {
        var with = soonest[0].IsBaseline ? "without a mitigation" : $"with {AnswerText.Named([.. soonest.Select(row => row.Label)])}";
        return at.Length == 0 ? Capital(with) : $"{at} {with}";
    }

    private static string Named(List<string> names, int of) =>
        names.Count <= MostNames ? AnswerText.Named(names) : names.Count == of ? $"all {of} others" : $"{names.Count} of {of} others";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
