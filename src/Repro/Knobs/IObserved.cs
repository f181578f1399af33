using Repro.Model;

namespace Repro.Knobs;

/// <summary>What a run shows of the hosts that open the connections to the backends, all together, and of those connections.</summary>
internal interface IObserved
{
    /// <summary>How long requests were sent, in seconds.</summary>
    double DurationSeconds { get; }

    /// <summary>Tuples, as planned.</summary>
    int Tuples { get; }

    /// <summary>Ports of all tuples, as planned.</summary>
    long CapacityPorts { get; }

    /// <summary>Requests of a connection, on average, as planned.</summary>
    double RequestsPerConnection { get; }

    /// <summary>TIME_WAIT sockets that were predicted to be taken over; null where nothing was said.</summary>
    long? PredictedRecycled { get; }

    /// <summary>Sysctls of the hosts, as written and as read back.</summary>
    IEnumerable<Readback> Sysctls { get; }

    /// <summary>
    /// Options of the hosts' sockets towards the backends, as written and as one of them read them back; none where nobody looked.
    /// </summary>
    IEnumerable<Readback> SocketOptions { get; }

    /// <summary>Connections that were opened.</summary>
    long Connects { get; }

    /// <summary>Requests that came to be sent.</summary>
    long Requests { get; }

    /// <summary>Attempts to open a connection, repeated ones among them; 0 where they were not counted.</summary>
    long Attempts { get; }

    /// <summary>Ways in which connections failed for want of a port, as <c>connect/EADDRNOTAVAIL</c>.</summary>
    IReadOnlyList<string> PortFailures { get; }

    /// <summary>Most TIME_WAIT sockets at a sample.</summary>
    int PeakTimeWait { get; }

    /// <summary>Most connections to the backends at a dump that were not in TIME_WAIT.</summary>
    int PeakOpen { get; }

    /// <summary>TIME_WAIT sockets when the load began.</summary>
    int FirstTimeWait { get; }

    /// <summary>Most FIN_WAIT_2 sockets at a dump.</summary>
    int PeakFinWait2 { get; }

    /// <summary>What the freshest TIME_WAIT of any dump had left to run, in seconds; null where there was none.</summary>
    double? TimeWaitLeft { get; }

    /// <summary>Tuples that had ports in use at a dump.</summary>
    int TuplesUsed { get; }

    /// <summary>Those of them from a client's address.</summary>
    int ClientTuplesUsed { get; }

    /// <summary>IP_LOCAL_PORT_RANGE as a socket of theirs read it back, as <c>32768 33767</c>; null where it had none.</summary>
    string? SocketPorts { get; }

    /// <summary>Ports that were filled before the load.</summary>
    long Prefilled { get; }

    /// <summary>Most entries of connection tracking that a NAT had at a dump; 0 without one.</summary>
    int NatPeakEntries { get; }

    /// <summary>Most of them in TIME_WAIT.</summary>
    int NatPeakTimeWait { get; }

    /// <summary>What hosts of any role did in the course of the load.</summary>
    IReadOnlyList<ObservedStep> Steps { get; }

    /// <summary>Restarts of services.</summary>
    long Restarts { get; }

    /// <summary>The ports that restarts found taken, one for each such restart.</summary>
    IReadOnlyList<int> TakenPorts { get; }

    /// <summary>What a counter of the NAT's kernel rose by.</summary>
    long NatCounter(string name);

    /// <summary>What a counter of their kernels rose by, of /proc/net/netstat or /proc/net/snmp.</summary>
    long Counter(string name);

    /// <summary>What it rose by on all backends together.</summary>
    long BackendCounter(string name);
}

/// <summary>A sysctl or a socket option of a host.</summary>
/// <param name="Name">The kernel's name.</param>
/// <param name="Asked">What was written.</param>
/// <param name="Read">What was read then; null where the kernel does not have it.</param>
internal readonly record struct Readback(string Name, string Asked, string? Read);

/// <summary>What a host did at a moment of the load.</summary>
/// <param name="Role">What it does otherwise.</param>
/// <param name="At">When it was to do it, in seconds since the load started.</param>
/// <param name="DoneAt">When it had done it.</param>
/// <param name="Sysctls">What it was given, and what was read back then.</param>
/// <param name="Problem">Why it could not do it; null where it could.</param>
internal sealed record ObservedStep(HostRole Role, double At, double DoneAt, IReadOnlyList<Readback> Sysctls, string? Problem);
