using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>One mitigation at one offered rate.</summary>
public sealed record PlannedCase
{
    /// <summary>Readable, stable, fit for a folder's name: <c>wider-range-2@500</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The mitigation's name.</summary>
    public required string Mitigation { get; init; }

    /// <summary>How many times as much; null for a mitigation that does not scale.</summary>
    public required int? Factor { get; init; }

    /// <summary>Name and factor as people read them: <c>wider-range ×2</c>.</summary>
    public string Label => Factor is { } factor ? $"{Mitigation} ×{factor}" : Mitigation;

    /// <summary>What the mitigation changes, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>Whether the others are compared with this one.</summary>
    public bool IsBaseline => Mitigation == Catalogue.Baseline;

    /// <summary>The verdict that the scenario expects, or null.</summary>
    public required string? Expected { get; init; }

    /// <summary>The scenario's conditions with the mitigation applied.</summary>
    public required Conditions Conditions { get; init; }

    /// <summary>What the formulas say.</summary>
    public required Prediction Prediction { get; init; }
}
