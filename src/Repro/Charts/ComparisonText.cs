using Repro.Analysis;

namespace Repro.Charts;

/// <summary>What a comparison says, whatever it is written in.</summary>
public static class ComparisonText
{
    private const string None = ReportText.None;

    // Onsets that differ by less agree: what an onset of one run differs by from the same run's once more.
    private const double SameOnset = 1.02;
    private const double NoDifference = 1.0005;

    /// <summary>Whether the runs agree, and where they differ the most.</summary>
    public static string Headline(RunComparison comparison)
    {
        var names = Named(comparison.Runs.Select(run => run.Name).ToList());
        var shared = comparison.Cases.Where(row => row.Results.Count(result => result is { HasFigures: true }) > 1).ToList();
        if (shared.Count == 0)
        {
            return $"{names} have no valid case in common";
        }

        var other = shared.Where(row => !row.SameVerdict).ToList();
        if (other.Count > 0)
        {
            return $"{names} come to other verdicts in {other.Count} of {shared.Count} cases: {Verdicts(comparison, other[0])}";
        }

        var widest = shared.Where(row => row.Spread is not null).MaxBy(row => row.Spread);
        return widest?.Spread switch
        {
            null => $"{names} agree in all {shared.Count} cases: in none does a request fail, or in only one of the runs",
            <= NoDifference => $"{names} agree in all {shared.Count} cases: the first failures come at the same moments",
            <= SameOnset => $"{names} agree in all {shared.Count} cases: no first failure differs by more than {Wording.Change(widest.Spread.Value)}",
            var spread => $"{names} come to the same verdicts; the first failure differs the most in {Name(comparison, widest)}, by {Wording.Change(spread.Value)}",
        };
    }

    /// <summary>What differs in their conditions.</summary>
    internal static ReportTable Differences(RunComparison comparison) => new(
        [new("Condition", IsNumber: false), .. comparison.Runs.Select(run => new ReportColumn(run.Name, IsNumber: false))],
        [.. comparison.Differences.Select(IReadOnlyList<string> (row) => [row.Name, .. row.Values.Select(value => value ?? None)])]);

    /// <summary>A row for each case.</summary>
    internal static ReportTable Cases(RunComparison comparison) => new(
        [
            new("Mitigation", IsNumber: false), new("Offered"),
            .. comparison.Runs.SelectMany(run => new ReportColumn[] { new($"{run.Name}: verdict", IsNumber: false, IsVerdict: true), new("first failure") }),
            new("Spread"),
        ],
        [.. comparison.Cases.Select(IReadOnlyList<string> (row) =>
        [
            row.Label,
            Wording.Rate(row.OfferedPerSecond),
            .. row.Results.SelectMany(result => new[] { result?.Verdict ?? None, Onset(result) }),
            row.Spread is { } spread ? Wording.Change(spread) : None,
        ])]);

    /// <summary>A row for each label with a threshold.</summary>
    internal static ReportTable Thresholds(RunComparison comparison) => new(
        [new("Mitigation", IsNumber: false), .. comparison.Runs.SelectMany(run => new ReportColumn[] { new($"{run.Name}: predicted"), new("measured") })],
        [.. comparison.Thresholds.Select(IReadOnlyList<string> (row) =>
        [
            row.Label,
            .. row.PredictedPerSecond.Zip(row.MeasuredPerSecond).SelectMany(pair => new[] { Wording.Threshold(pair.First, None), Wording.Threshold(pair.Second, None) }),
        ])]);

    /// <summary>A case's onset in one run.</summary>
    public static string Onset(ComparedResult? result) => result switch
    {
        null => "not in this run",
        { HasFigures: false } => result.Verdict,
        { FirstFailureSeconds: { } onset } => Wording.Seconds(onset),
        _ => "never",
    };

    private static string Verdicts(RunComparison comparison, ComparedCase row) =>
        $"{Name(comparison, row)} is {string.Join(", and ", row.Results.Zip(comparison.Runs).Where(pair => pair.First is { HasFigures: true }).Select(pair => $"{pair.First!.Verdict} with {pair.Second.Name}"))}";

    private static string Name(RunComparison comparison, ComparedCase row) =>
        comparison.Cases.Select(other => other.OfferedPerSecond).Distinct().Count() > 1 ? $"{row.Label} at {Wording.Rate(row.OfferedPerSecond)}" : row.Label;

    private static string Named(List<string> names) => names.Count <= 2 ? string.Join(" and ", names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
