using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>Conditions as the port model of each hop's opening side.</summary>
internal static class PortModels
{
    // tcp_tw_recycle cut TIME_WAIT to 3.5 retransmission timeouts (tcp_time_wait(), net/ipv4/tcp_minisocks.c of Linux 4.11), each at
    // least TCP_RTO_MIN, 200 ms, which a lab's round trip never exceeds.
    private const double RecycleSeconds = 3.5 * 0.2;

    /// <summary>Towards the proxy. Clients close first; the proxy follows at once.</summary>
    public static PortModel Downstream(Conditions conditions, Kernel kernel) => Base(conditions.Clients.Sysctls, conditions.Proxy.Sysctls, kernel) with
    {
        Pools = conditions.Clients.Count,
        OpenSeconds = conditions.Backends.Delay.TotalSeconds,
    };

    /// <summary>Towards the backends.</summary>
    public static PortModel Upstream(Conditions conditions, Kernel kernel, double requestsPerConnection = 1)
    {
        var (proxy, backends) = (conditions.Proxy, conditions.Backends);
        var model = Base(proxy.Sysctls, backends.Sysctls, kernel);
        var pickedByBind = proxy.Bind == Binding.Port;
        var window = PortsOf(proxy);
        var search = pickedByBind ? PortSearch.ByBind
            : proxy.SocketPorts is not null && kernel.SearchesOwnRangeByOne() ? PortSearch.ByOne
            : PortSearch.ByParity;
        var ports = window.Usable(proxy.Sysctls.ReservedPorts, search);
        return model with
        {
            // bind() finds no port that another socket of the address has, whatever that one is connected to.
            Pools = pickedByBind ? proxy.Addresses : conditions.Tuples,
            PortsPerPool = ports,
            Search = search,
            HasOddRange = IsOdd(window),
            ReuseDelaySeconds = conditions.UpstreamReuseDelaySeconds,
            // A connection's next request comes after the pause between two of them, or after its last answer, whichever is later.
            OpenSeconds = backends.Delay.TotalSeconds
                + ((requestsPerConnection - 1) * Math.Max(1 / conditions.Load.Law.MeanPerSecond, backends.Delay.TotalSeconds)),
            Close = proxy.Resets ? CloseKind.Reset : conditions.BackendsCloseFirst ? CloseKind.PeerFin : CloseKind.OwnFin,
            FinLatenessSeconds = backends.FinDelay.TotalSeconds,
            PrefilledPerPool = (int)(ports * conditions.PrefillPercent / 100),
        };
    }

    /// <summary>The proxy's pool of kept connections; null where it keeps none.</summary>
    public static KeepAlivePool? Pool(Conditions conditions) => conditions.Proxy.KeepAlive is { Connections: > 0 } pool
        ? new KeepAlivePool
        {
            Connections = pool.Connections,
            IdleSeconds = pool.Idle.TotalSeconds,
            Requests = pool.Requests,
            ServiceSeconds = conditions.Backends.Delay.TotalSeconds,
            // nginx and HAProxy take the servers in turn, and then one of a server's connections.
            KeptApart = conditions.Proxy.Kind == ProxyKind.Builtin ? 1 : conditions.Tuples,
        }
        : null;

    /// <summary>The ports of an upstream socket: the host's range, or what of the socket's own lies inside it.</summary>
    public static PortRange PortsOf(Proxy proxy)
    {
        // The kernel ignores a socket's window outside of the host's range (inet_sk_get_local_port_range, net/ipv4/inet_connection_sock.c).
        var range = proxy.Sysctls.LocalPorts;
        return proxy.SocketPorts is { } window && window.Low <= range.High && window.High >= range.Low
            ? new PortRange(Math.Max(window.Low, range.Low), Math.Min(window.High, range.High))
            : range;
    }

    // Of three the one that is never reached is not counted.
    private static bool IsOdd(PortRange range) => int.IsOddInteger(range.Size) && range.Size != 3;

    private static PortModel Base(Sysctls sysctls, Sysctls peer, Kernel kernel) => new()
    {
        PortsPerPool = sysctls.LocalPorts.Usable(sysctls.ReservedPorts),
        HasOddRange = IsOdd(sysctls.LocalPorts),
        TimeWaitSeconds = kernel.TimeWaitSeconds,
        Hertz = kernel.Hertz,
        FinTimeoutSeconds = sysctls.FinTimeoutSeconds,
        ReuseDelaySeconds = sysctls.ReuseDelayTowards(peer),
        RecycleSeconds = sysctls.RecyclesTimeWait ? RecycleSeconds : null,
        TimeWaitBuckets = sysctls.TimeWaitBuckets,
    };
}
