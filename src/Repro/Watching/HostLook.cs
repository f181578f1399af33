using Repro.Model;

namespace Repro.Watching;

/// <summary>What the kernel tells of this network namespace at one moment.</summary>
/// <param name="Seconds">The moment, by a clock that only goes forward.</param>
/// <param name="Sysctls">What decides about ports, as it is set.</param>
/// <param name="Ports">Ports of the range that connect() may pick, for each tuple.</param>
/// <param name="States">Sockets by state.</param>
/// <param name="Listening">Ports that something listens on.</param>
/// <param name="Tuples">Connections that take a port of the range, by what they share ports with.</param>
/// <param name="Counters">The kernel's counters by name.</param>
/// <param name="Conntrack">Connections that are tracked and how many may be; null where none are.</param>
internal sealed record HostLook(
    double Seconds,
    Sysctls Sysctls,
    int Ports,
    IReadOnlyDictionary<TcpState, int> States,
    IReadOnlySet<int> Listening,
    IReadOnlyDictionary<TupleKey, TupleLook> Tuples,
    IReadOnlyDictionary<string, long> Counters,
    (long Count, long Most)? Conntrack)
{
    /// <summary>What of it is worth keeping for longer.</summary>
    public OpenLook ToOpenLook() => new(
        Seconds, Counters.GetValueOrDefault("ActiveOpens"), Tuples.ToDictionary(tuple => tuple.Key, tuple => tuple.Value.Open));
}

/// <summary>How many connections of each tuple were open at one moment.</summary>
/// <param name="Seconds">The moment.</param>
/// <param name="Opened">Connections that the host had opened by then, since it started.</param>
/// <param name="Open">Ports of sockets in any state but TIME_WAIT, by tuple.</param>
internal sealed record OpenLook(double Seconds, long Opened, IReadOnlyDictionary<TupleKey, int> Open);
