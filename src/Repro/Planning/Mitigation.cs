using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>A named change of a scenario's conditions.</summary>
public sealed record Mitigation
{
    /// <summary>The name that scenarios use.</summary>
    public required string Name { get; init; }

    /// <summary>What it changes, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>How many times as much where the scenario doesn't say; null for one that does not scale.</summary>
    public int? DefaultFactor { get; init; }

    /// <summary>The conditions with this mitigation, for a factor (1 where it doesn't scale).</summary>
    public required Func<Conditions, int, Conditions> Apply { get; init; }
}
