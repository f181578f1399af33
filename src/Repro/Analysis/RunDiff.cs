using System.Text.Json.Serialization;

namespace Repro.Analysis;

/// <summary>A run held against an earlier one: which figures went further from it than they may.</summary>
public sealed record RunDiff
{
    /// <summary>Version of this contract.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The directory of the run that the other is held against.</summary>
    public required string Old { get; init; }

    /// <summary>The directory of the other.</summary>
    public required string New { get; init; }

    /// <summary>How far a figure may go, in percent of what it was.</summary>
    public required double TolerancePercent { get; init; }

    /// <summary>Whether the new run may pass: no figure is beyond the tolerance, and no case is gone.</summary>
    public bool Holds => Gone.Count == 0 && Figures.All(figure => figure.Outcome != DiffOutcome.Beyond);

    /// <summary>The figures of the cases that both runs have, and that are valid in both.</summary>
    public required IReadOnlyList<DiffedFigure> Figures { get; init; }

    /// <summary>Ids of the cases that the old run has and the new one has not.</summary>
    public required IReadOnlyList<string> Gone { get; init; }

    /// <summary>Ids of the cases that only the new run has; there is nothing to hold them against.</summary>
    public required IReadOnlyList<string> Added { get; init; }

    /// <summary>Ids of the cases that are invalid in either run: nothing can be said of them.</summary>
    public required IReadOnlyList<string> Invalid { get; init; }

    /// <summary>What of the runs' conditions differs, the old run's value first: it may explain everything else.</summary>
    public required IReadOnlyList<ConditionDifference> Differences { get; init; }

    /// <summary>What was concluded from each.</summary>
    [JsonIgnore]
    public IReadOnlyList<RunSummary> Summaries { get; init; } = [];
}

/// <summary>A figure of a case in two runs.</summary>
/// <param name="Case">The case's id.</param>
/// <param name="Figure">The figure's key, as scenarios expect it.</param>
/// <param name="Old">What it was, as people read it.</param>
/// <param name="New">What it is; null where it is not known any more.</param>
/// <param name="ChangePercent">
/// By how much it changed, in percent of what it was; null for a word, and for what was 0 or never comes.
/// </param>
/// <param name="Outcome">A word of <see cref="DiffOutcome"/>.</param>
public sealed record DiffedFigure(string Case, string Figure, string Old, string? New, double? ChangePercent, string Outcome);

/// <summary>What can come of a figure in two runs.</summary>
public static class DiffOutcome
{
    /// <summary>It has not changed by more than it may.</summary>
    public const string Within = "within";

    /// <summary>It has, for the better.</summary>
    public const string Better = "better";

    /// <summary>It has, for the worse, or neither is the better one: the comparison exits with 1.</summary>
    public const string Beyond = "beyond";
}

/// <summary>The JSON of a comparison with a tolerance.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunDiff))]
internal sealed partial class DiffJson : JsonSerializerContext;
