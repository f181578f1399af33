using Repro.Analysis;

namespace Repro.Charts;

/// <summary>What a comparison says, whatever it is written in.</summary>
public static class ComparisonText
{
    /// <summary>What is said where no condition differs.</summary>
    public const string NoDifference = "Nothing that was recorded of their conditions differs.";

    /// <summary>What is said first: whether the runs agree in their cases, or in what they carry where they have none in common.</summary>
    public static string Headline(RunComparison comparison) =>
        comparison is { InCases.Kind: Agreement.NothingShared, InThresholds.Kind: not Agreement.NothingShared }
            ? ThresholdHeadline(comparison)
            : OnsetHeadline(comparison);

    /// <summary>Whether the runs agree in their cases, and where they differ the most.</summary>
    internal static string OnsetHeadline(RunComparison comparison)
    {
        var names = Named(comparison.Runs.Select(run => run.Name).ToList());
        var agreement = comparison.InCases;
        var most = comparison.Cases.FirstOrDefault(row => row.Id == agreement.Most);
        var all = $"{names} agree in {(agreement.Shared == 1 ? "the one case" : $"all {agreement.Shared} cases")} that they have in common";
        return OnsetHeadline() + Uncompared(comparison);

        string OnsetHeadline() => agreement.Kind switch
        {
            Agreement.NothingShared => $"{names} have no valid case in common",
            Agreement.OtherVerdicts => $"{names} come to other {(most!.OnlyOnsets ? "results" : "verdicts")} in {agreement.Others} of "
                + $"{agreement.Shared} cases: {Verdicts(comparison, most)}",
            Agreement.NoValues => $"{all}: in none does a request fail",
            Agreement.Same => $"{all}: the first failures come at the same moments",
            Agreement.Agree => $"{all}: no first failure differs by more than {Format.Change(agreement.Spread!.Value)}",
            Agreement.Differ => $"{names} come to the same {(comparison.Cases.Any(row => row.OnlyOnsets) ? "results" : "verdicts")}; the "
                + $"first failure differs the most in {Name(comparison, most!)}, by {Format.Change(agreement.Spread!.Value)}",
            var other => throw new NotSupportedException($"no words for {other}"),
        };
    }

    // Where a run's baseline says nothing, its other cases have no verdicts to compare.
    private static string Uncompared(RunComparison comparison)
    {
        var runs = comparison.Runs.Where((_, index) => comparison.Cases.Any(row =>
            row.OnlyOnsets && row.Results[index] is { HasFigures: true, IsJudged: false })).Select(run => run.Name).ToList();
        return runs.Count == 0 ? "" : $" (by first failures, not by verdicts, where the baseline of {Named(runs)} says nothing)";
    }

    /// <summary>Whether the runs carry as much, and where they differ the most.</summary>
    internal static string ThresholdHeadline(RunComparison comparison)
    {
        var names = Named(comparison.Runs.Select(run => run.Name).ToList());
        var agreement = comparison.InThresholds;
        return agreement.Kind switch
        {
            Agreement.NothingShared => $"{names} have no measured threshold in common",
            Agreement.Same or Agreement.Agree =>
                $"{names} carry the same: no threshold differs by more than {Format.Change(agreement.Spread!.Value)}",
            Agreement.Differ => $"{agreement.Most} differs the most: "
                + string.Join(", ", comparison.Thresholds.First(row => row.Label == agreement.Most).Results.Zip(comparison.Runs)
                    .Where(pair => pair.First?.MeasuredPerSecond is not null)
                    .Select(pair => $"{Format.Threshold(pair.First!.MeasuredPerSecond!.Value)} with {pair.Second.Name}")),
            var other => throw new NotSupportedException($"no words for {other}"),
        };
    }

    /// <summary>A label's threshold in each run.</summary>
    internal static string Threshold(ComparedThreshold row) =>
        string.Join(" / ", row.Results.Select(result => result is null ? TextTable.None : Threshold(result)));

    /// <summary>A label's threshold in one run: as measured, else what else is known.</summary>
    internal static string Threshold(ComparedThresholdResult? result) => result switch
    {
        null => "not in this run",
        { MeasuredPerSecond: { } measured } => Format.Threshold(measured),
        { CarriedPerSecond: { } carried, FailedPerSecond: { } failed } => $"{Format.Rate(carried)} to {Format.Rate(failed)}",
        { CarriedPerSecond: { } carried } => $"over {Format.Rate(carried)}",
        { FailedPerSecond: { } failed } => $"under {Format.Rate(failed)}",
        { PredictedPerSecond: { } predicted } => $"{Format.Threshold(predicted)} predicted",
        _ => "no threshold",
    };

    /// <summary>A case's onset in one run.</summary>
    internal static string Onset(ComparedResult? result) => result switch
    {
        null => "not in this run",
        { HasFigures: false } => result.Verdict,
        { FirstFailureSeconds: { } onset } => Format.Seconds(onset),
        {
            FirstFailureSeconds: null,
            Verdict: Scenarios.Verdicts.Carried or Scenarios.Verdicts.Averted or Scenarios.Verdicts.NotCompared,
        } => "never",
        _ => "none",
    };

    private static string Verdicts(RunComparison comparison, ComparedCase row) =>
        $"{Name(comparison, row)} {(row.OnlyOnsets ? "fails" : "is")} "
        + string.Join(", and ", row.Results.Zip(comparison.Runs)
            .Where(pair => pair.First is { HasFigures: true })
            .Select(pair => $"{(row.OnlyOnsets ? Fails(pair.First!) : pair.First!.Verdict)} with {pair.Second.Name}"));

    private static string Fails(ComparedResult result) =>
        result.FirstFailureSeconds is { } onset ? $"after {Format.Seconds(onset)}" : "never";

    private static string Name(RunComparison comparison, ComparedCase row) =>
        comparison.Cases.Select(other => other.OfferedPerSecond).Distinct().Count() > 1
            ? $"{row.Label} at {Format.Rate(row.OfferedPerSecond)}"
            : row.Label;

    private static string Named(List<string> names) =>
        names.Count <= 2 ? string.Join(" and ", names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
