using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Repro.Recording;

/// <summary><c>case.json</c>: what a case was to be, and the lab as it stood before the load.</summary>
public sealed record CaseFile
{
    /// <summary>Names the case and its folder.</summary>
    public required string Id { get; init; }

    /// <summary>The mitigation's name.</summary>
    public required string Mitigation { get; init; }

    /// <summary>Name and factor as people read them.</summary>
    public required string Label { get; init; }

    /// <summary>Whether the others are compared with this one.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>The verdict that the scenario expects, or null.</summary>
    public string? Expected { get; init; }

    /// <summary>Requests per second over all clients.</summary>
    public required double OfferedPerSecond { get; init; }

    /// <summary>How long requests were to be sent, in seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Width of the bins of load.ndjson and proxy.ndjson, in seconds.</summary>
    public required double BinSeconds { get; init; }

    /// <summary>Samples that each host takes in a second.</summary>
    public required int SamplesPerSecond { get; init; }

    /// <summary>Whether TIME_WAIT is to be reused, so that TWRecycled must show it.</summary>
    public required bool ReusesTimeWait { get; init; }

    /// <summary>The hops with their predictions, clients first.</summary>
    public required IReadOnlyList<HopFacts> Hops { get; init; }

    /// <summary>The hop that was predicted to run out first; the one to the backends where none was.</summary>
    [JsonIgnore]
    public HopFacts Bottleneck => Hops.Where(hop => hop.OnsetSeconds is not null).MinBy(hop => hop.OnsetSeconds) ?? Hops[^1];

    /// <summary>The hosts as they came up.</summary>
    public required IReadOnlyList<HostFacts> Hosts { get; init; }

    /// <summary>The scenario's conditions with the mitigation applied.</summary>
    public required JsonNode Conditions { get; init; }
}

/// <summary>One leg of a request's way, and what was predicted for it; see the plan's hop.</summary>
/// <param name="Name">Opening and accepting side.</param>
/// <param name="PortsPerTuple">Ports of each tuple.</param>
/// <param name="Tuples">Number of tuples.</param>
/// <param name="CapacityPorts">Ports × tuples.</param>
/// <param name="HoldSeconds">How long a connection keeps its port.</param>
/// <param name="ThresholdPerSecond">The highest rate that never fails.</param>
/// <param name="OnsetSeconds">When the first connection fails; null: never.</param>
/// <param name="KneeSeconds">When half of the ports are taken; null: never.</param>
public sealed record HopFacts(
    string Name,
    int PortsPerTuple,
    int Tuples,
    long CapacityPorts,
    double HoldSeconds,
    double ThresholdPerSecond,
    double? OnsetSeconds,
    double? KneeSeconds);

/// <summary>A host as it came up.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Sysctls">What was asked and what was read back.</param>
public sealed record HostFacts(string Name, IReadOnlyList<string> Addresses, IReadOnlyList<SysctlFacts> Sysctls);

/// <summary>A sysctl of a host.</summary>
/// <param name="Name">The kernel's name.</param>
/// <param name="Asked">What was written.</param>
/// <param name="Read">What was read afterwards; null where the kernel does not have it.</param>
public sealed record SysctlFacts(string Name, string Asked, string? Read);

/// <summary><c>end.json</c>: written last; a case without it was cut off.</summary>
/// <param name="Problems">What went wrong while it ran; empty for a case that ran as planned.</param>
/// <param name="DroppedLines">Lines of raw data that were lost.</param>
public sealed record CaseEnd(IReadOnlyList<string> Problems, long DroppedLines);
