using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What adds ports or tuples.</summary>
internal static class CapacityMitigations
{
    private static KernelNeed BindAddressNoPort { get; } =
        new(NeedKind.SocketOption, KernelNeed.BindAddressNoPort, "is not in this kernel (it came with Linux 4.2)");

    private static KernelNeed LocalPortRange { get; } =
        new(NeedKind.SocketOption, KernelNeed.LocalPortRange, "is not in this kernel (it came with Linux 6.3)");

    public static IReadOnlyList<Mitigation> All { get; } =
    [
        new()
        {
            Name = "wider-range",
            Summary = "net.ipv4.ip_local_port_range, that many times as wide",
            DefaultFactor = 2,
            Evidence = "ip_local_port_range reads back as set",
            Cost = "a search for a port may look at that many more of them",
            Risk = "listeners inside the new range lose their port to a client after a restart: reserve theirs in ip_local_reserved_ports",
            Apply = (conditions, factor) => conditions.WithProxySysctl(
                Sysctls.LocalPortRangeKey, PortRanges.Format(Widen(conditions.Proxy.Sysctls.LocalPorts, factor))),
        },
        new()
        {
            Name = "widest-range",
            Summary = $"net.ipv4.ip_local_port_range={PortRanges.Format(Widest)}: every port but the privileged ones",
            Evidence = "ip_local_port_range reads back as set",
            Cost = "a search for a port may look at 64,512 of them; this is the end of this road",
            Risk = "as wider-range, and for every service of the host above port 1023",
            Apply = (conditions, _) => conditions.WithProxySysctl(Sysctls.LocalPortRangeKey, PortRanges.Format(Widest)),
        },
        new()
        {
            Name = "more-destinations",
            Summary = "each backend has that many times as many addresses",
            DefaultFactor = 2,
            Evidence = "ports are in use towards every address, as sock_diag shows",
            Words = new Dictionary<string, string> { ["nginx"] = "server lines of the upstream", ["haproxy"] = "server lines of the backend" },
            Cost = "addresses on the backends, and a proxy that spreads its load over them",
            Risk = "none of its own; firewalls and allow-lists have to know the new addresses",
            Apply = (conditions, factor) =>
                conditions with { Backends = conditions.Backends with { Addresses = Times(conditions.Backends.Addresses, factor) } },
        },
        new()
        {
            Name = "backend-ports",
            Summary = "each backend listens on that many times as many ports",
            DefaultFactor = 2,
            Evidence = "ports are in use towards every port of a backend, as sock_diag shows",
            Words = new Dictionary<string, string> { ["nginx"] = "server lines of the upstream", ["haproxy"] = "server lines of the backend" },
            Cost = "listeners on the backends, and a proxy that spreads its load over them",
            Risk = "none of its own; firewalls have to know the new ports",
            Apply = (conditions, factor) =>
                conditions with { Backends = conditions.Backends with { Ports = Times(conditions.Backends.Ports, factor) } },
        },
        new()
        {
            Name = "more-sources",
            Summary = "the proxy binds to that many times as many addresses, with IP_BIND_ADDRESS_NO_PORT",
            DefaultFactor = 2,
            Needs = [BindAddressNoPort],
            Evidence = "ports are in use from every address, as sock_diag shows",
            Words = new Dictionary<string, string> { ["nginx"] = "proxy_bind ADDRESS", ["haproxy"] = "source ADDRESS" },
            Cost = "addresses on the proxy, and a proxy that binds to them in turn",
            Risk = "backends that count clients by address see more of them; sessions that stick to an address may move",
            Apply = (conditions, factor) => conditions with
            {
                Proxy = conditions.Proxy with { Addresses = Times(conditions.Proxy.Addresses, factor), Bind = Binding.Address },
            },
        },
        new()
        {
            Name = "more-sources-bind",
            Summary = "the same without that option: bind() picks the port, and all destinations of an address share its ports",
            DefaultFactor = 2,
            Evidence = "ports are in use from every address; what fails is bind() with EADDRINUSE",
            Cost = "as more-sources, and the ports of every other destination of the address",
            Risk = "with several destinations it may give fewer ports than no binding at all",
            Apply = (conditions, factor) => conditions with
            {
                Proxy = conditions.Proxy with { Addresses = Times(conditions.Proxy.Addresses, factor), Bind = Binding.Port },
            },
        },
        new()
        {
            Name = "autobind-reuse",
            Summary = "net.ipv4.ip_autobind_reuse=1, SO_REUSEADDR and bind() to port 0: once no port is left that nobody has, bind() gives out those "
                + "in use, and connect() takes one over from its TIME_WAIT at any age",
            Needs = [new(NeedKind.Sysctl, Sysctls.IpAutobindReuseKey, "is not in this kernel (it came with Linux 5.7)")],
            Evidence = "ip_autobind_reuse reads back as 1, TcpExt TWRecycled rises",
            Cost = "timestamps on both sides: without them connect() fails with EADDRNOTAVAIL once the ports have been used",
            Risk = "bind() picks by chance among a quarter of the ports: where connections stay open it may pick one that the destination has, and "
                + "connect() fails with EADDRNOTAVAIL though others are free; the kernel's documentation says that it may break some applications",
            Apply = (conditions, _) => (conditions with { Proxy = conditions.Proxy with { Bind = Binding.Port } })
                .WithProxySysctl(Sysctls.IpAutobindReuseKey, "1"),
        },
        new()
        {
            Name = "client-addresses",
            Summary = "the proxy connects from the address of the client that it does so for (IP_TRANSPARENT): every client brings its ports",
            Needs = [BindAddressNoPort],
            Evidence = "ports are in use from every client's address, as sock_diag shows",
            Words = new Dictionary<string, string>
            {
                ["nginx"] = "proxy_bind $remote_addr transparent",
                ["haproxy"] = "source 0.0.0.0 usesrc clientip",
            },
            Cost = "routes: every backend has to answer clients through the proxy, which takes such packets as its own; and CAP_NET_ADMIN",
            Risk = "a backend that answers a client directly breaks the connection; one client, or many behind one address, bring no more ports",
            Apply = (conditions, _) => conditions with { Proxy = conditions.Proxy with { Transparent = true } },
        },
        new()
        {
            Name = "per-socket-range",
            Summary = "IP_LOCAL_PORT_RANGE on every upstream socket: the same ports, since Linux 6.8 searched one by one, so that connect() never gets slow",
            Needs = [LocalPortRange],
            Evidence = "getsockopt() reads the range back",
            Cost = "the proxy has to set the option on every socket",
            Risk = "of Linux 6.3 to 6.7 it is searched as any range, and connect() gets slow all the same; a window outside of the host's own range is ignored",
            Apply = (conditions, _) => conditions with
            {
                Proxy = conditions.Proxy with { SocketPorts = conditions.Proxy.Sysctls.LocalPorts },
            },
        },
    ];

    /// <summary>What a proxy's sockets need, whoever asked for it.</summary>
    public static IEnumerable<KernelNeed> OptionsOf(Proxy proxy)
    {
        if (proxy.SocketPorts is not null)
        {
            yield return LocalPortRange;
        }

        if (proxy.Bind == Binding.Address || proxy.Transparent || (proxy.Bind == Binding.None && proxy.Addresses > 1))
        {
            yield return BindAddressNoPort;
        }
    }

    private static PortRange Widest => new(1024, PortRanges.MaxPort);

    // Terms multiply; what comes to more than there is, the plan refuses.
    private static int Times(int count, int factor) => (int)Math.Min(int.MaxValue, (long)count * factor);

    /// <summary>
    /// The range grown upwards, and downwards once the last port is reached. Where there are not enough ports it begins at port 1, which
    /// the plan refuses.
    /// </summary>
    internal static PortRange Widen(PortRange range, int factor)
    {
        var size = range.Size * factor;
        var high = Math.Min(PortRanges.MaxPort, range.Low + size - 1);
        return new PortRange(Math.Max(1, high - size + 1), high);
    }
}
