using Repro.Physics;

namespace Repro.Planning;

/// <summary>One leg of a request's way, and what its ports can carry.</summary>
/// <param name="Name">The side that opens the connections and the one that accepts them: <c>proxy→backends</c>.</param>
/// <param name="PortsPerTuple">Ports of each tuple.</param>
/// <param name="Tuples">
/// Source addresses × destination addresses × destination ports, over all hosts of the opening side; where bind() picks the port, source
/// addresses alone.
/// </param>
/// <param name="CapacityPorts">Ports × tuples.</param>
/// <param name="RequestsPerConnection">How many requests a connection carries, on average.</param>
/// <param name="HoldSeconds">How long a connection keeps its port from being used again.</param>
/// <param name="ThresholdPerSecond">The highest rate of requests that can be kept up; null: there is none.</param>
/// <param name="OnsetSeconds">When the first connection fails, were the load to go on at its last rate; null: never.</param>
/// <param name="KneeSeconds">When half of the ports are taken and connect() gets slow; null: never.</param>
/// <param name="SafePerSecond">
/// The highest rate of requests at which none fails at any moment; between it and the threshold a few do. Null: there is none.
/// </param>
/// <param name="EarliestOnsetSeconds">
/// From when on the first may fail; null where that is not before <paramref name="OnsetSeconds"/>, or never.
/// </param>
/// <param name="LatestOnsetSeconds">
/// Until when the first has failed; null where it has by <paramref name="OnsetSeconds"/>, or need not fail at all.
/// </param>
public sealed record Hop(
    string Name,
    int PortsPerTuple,
    int Tuples,
    long CapacityPorts,
    double RequestsPerConnection,
    double HoldSeconds,
    double? ThresholdPerSecond,
    double? OnsetSeconds,
    double? KneeSeconds,
    double? SafePerSecond = null,
    double? EarliestOnsetSeconds = null,
    double? LatestOnsetSeconds = null)
{
    /// <summary>What decides between the earliest onset and never; null where nothing does.</summary>
    public string? DependsOn { get; init; }

    /// <summary>When connections find no port, where something is changed in the course of the load; null where nothing is.</summary>
    public IReadOnlyList<FailingSpan>? Failing { get; init; }

    /// <summary>Ports × tuples from each step on, in their order; null as above.</summary>
    public IReadOnlyList<long>? CapacityAfterSteps { get; init; }
}
