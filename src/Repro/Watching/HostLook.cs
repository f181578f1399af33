using Repro.Model;

namespace Repro.Watching;

/// <summary>What the kernel tells of this network namespace at one moment.</summary>
/// <param name="Seconds">The moment, by a clock that only goes forward.</param>
/// <param name="Sysctls">What decides about ports, as it is set.</param>
/// <param name="States">Sockets by state.</param>
/// <param name="Listening">Ports that something listens on.</param>
/// <param name="Tuples">Connections that take a port of the range, by what they share ports with.</param>
/// <param name="Counters">The kernel's counters by name.</param>
/// <param name="Conntrack">Connections that are tracked and how many may be; null where none are.</param>
internal sealed record HostLook(
    double Seconds,
    Sysctls Sysctls,
    IReadOnlyDictionary<TcpState, int> States,
    IReadOnlySet<int> Listening,
    IReadOnlyDictionary<TupleKey, TupleLook> Tuples,
    IReadOnlyDictionary<string, long> Counters,
    (long Count, long Most)? Conntrack);
