using System.Text.Json.Serialization;

namespace Repro.Analysis;

/// <summary>
/// <c>comparison.json</c>: several runs side by side. Every list of values has one for each run, in the order of the runs.
/// </summary>
public sealed record RunComparison
{
    /// <summary>Version of this contract.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The runs.</summary>
    public required IReadOnlyList<ComparedRun> Runs { get; init; }

    /// <summary>What of their conditions differs: it may explain everything else.</summary>
    public required IReadOnlyList<ConditionDifference> Differences { get; init; }

    /// <summary>The cases that any of them has.</summary>
    public required IReadOnlyList<ComparedCase> Cases { get; init; }

    /// <summary>The thresholds that any of them has.</summary>
    public required IReadOnlyList<ComparedThreshold> Thresholds { get; init; }

    /// <summary>Whether the runs agree in verdicts and first failures.</summary>
    public RunAgreement InCases => RunAgreement.OfCases(Cases);

    /// <summary>Whether they agree in measured thresholds.</summary>
    public RunAgreement InThresholds => RunAgreement.OfThresholds(Thresholds);
}

/// <summary>A run among others.</summary>
/// <param name="Name">What tells it from the others.</param>
/// <param name="Directory">The name of its directory.</param>
/// <param name="Summary">What was concluded from it.</param>
public sealed record ComparedRun(string Name, string Directory, [property: JsonIgnore] RunSummary Summary);

/// <summary>A condition that is not the same in all runs.</summary>
/// <param name="Name">What it is: a fact of the machine, or a key of the scenario.</param>
/// <param name="Values">Its value in each run; null where it has none.</param>
public sealed record ConditionDifference(string Name, IReadOnlyList<string?> Values);

/// <summary>A case in each run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its label.</param>
/// <param name="OfferedPerSecond">Its rate.</param>
/// <param name="Results">What became of it; null in a run that does not have it.</param>
public sealed record ComparedCase(string Id, string Label, double OfferedPerSecond, IReadOnlyList<ComparedResult?> Results)
{
    /// <summary>
    /// Whether runs that have a valid measurement of it come to the same verdict; and those without a verdict, as their baseline says
    /// nothing, to a failure or to none as the others do.
    /// </summary>
    public bool SameVerdict => Valid.Where(result => result.IsJudged).Select(result => result.Verdict).Distinct().Count() <= 1
        && (Valid.All(result => result.IsJudged) || Valid.Select(result => result.FirstFailureSeconds is null).Distinct().Count() <= 1);

    /// <summary>
    /// Whether runs that have a valid measurement of it have no verdict on it each, so that only first failures are compared.
    /// </summary>
    public bool OnlyOnsets => Valid.Count() > 1 && Valid.Any(result => !result.IsJudged);

    private IEnumerable<ComparedResult> Valid => Results.OfType<ComparedResult>().Where(result => result.HasFigures);

    /// <summary>The latest onset ÷ the earliest; null where fewer than two runs have one.</summary>
    public double? Spread { get; } = SpreadOf(Results.Select(result => result?.FirstFailureSeconds));

    /// <summary>The largest of values ÷ the smallest; null for fewer than two, or one that is zero.</summary>
    internal static double? SpreadOf(IEnumerable<double?> values) =>
        values.OfType<double>().ToList() is { Count: > 1 } known && known.Min() > 0
            ? Math.Round(known.Max() / known.Min(), 4)
            : null;
}

/// <summary>What became of a case in one run.</summary>
/// <param name="Verdict">Its verdict.</param>
/// <param name="HasFigures">Whether it is a valid measurement.</param>
/// <param name="DurationSeconds">How long its load lasted.</param>
/// <param name="FirstFailureSeconds">Its onset; null: none, or nothing that was measured.</param>
/// <param name="PredictedOnsetSeconds">As it was predicted.</param>
/// <param name="Ok">Requests answered.</param>
/// <param name="Failed">Requests that failed.</param>
public sealed record ComparedResult(
    string Verdict, bool HasFigures, double DurationSeconds, double? FirstFailureSeconds, double? PredictedOnsetSeconds,
    long? Ok, long? Failed)
{
    /// <summary>Whether it was compared with its baseline, or needs none.</summary>
    [JsonIgnore]
    public bool IsJudged => Verdict != Scenarios.Verdicts.NotCompared;
}

/// <summary>A label's threshold in each run.</summary>
/// <param name="Label">The label.</param>
/// <param name="Results">What is known of it; null in a run that does not have the label.</param>
public sealed record ComparedThreshold(string Label, IReadOnlyList<ComparedThresholdResult?> Results)
{
    /// <summary>The highest measured threshold ÷ the lowest; null where fewer than two runs have one.</summary>
    public double? Spread { get; } = ComparedCase.SpreadOf(Results.Select(result => result?.MeasuredPerSecond));
}

/// <summary>A label's threshold in one run, in requests per second; null for what is not known.</summary>
/// <param name="PredictedPerSecond">As predicted.</param>
/// <param name="CarriedPerSecond">The highest rate that lasted for a whole hold time without a failure.</param>
/// <param name="FailedPerSecond">The lowest rate at which ports ran out.</param>
/// <param name="MeasuredPerSecond">As measured: what was answered once ports had run out.</param>
/// <param name="SafePerSecond">The rate up to which none was predicted to fail at any moment.</param>
public sealed record ComparedThresholdResult(
    double? PredictedPerSecond, double? CarriedPerSecond, double? FailedPerSecond, double? MeasuredPerSecond, double? SafePerSecond = null);

/// <summary>The JSON of comparison.json.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunComparison))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
