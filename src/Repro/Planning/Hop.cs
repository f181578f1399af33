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
/// <param name="ThresholdPerSecond">The highest rate of requests that never fails; null: there is none.</param>
/// <param name="OnsetSeconds">When the first connection fails, were the load to go on at its last rate; null: never.</param>
/// <param name="KneeSeconds">When half of the ports are taken and connect() gets slow; null: never.</param>
public sealed record Hop(
    string Name,
    int PortsPerTuple,
    int Tuples,
    long CapacityPorts,
    double RequestsPerConnection,
    double HoldSeconds,
    double? ThresholdPerSecond,
    double? OnsetSeconds,
    double? KneeSeconds);
