using Repro.Knobs;
using Repro.Model;
using Repro.Physics;

namespace Repro.Planning;

/// <summary>What adds ports or tuples.</summary>
internal static class CapacityMitigations
{
    // Of the two knobs that it turns, the one that it is about.
    private static readonly AutobindReuse Autobind = new();

    public static IReadOnlyList<Mitigation> All { get; } =
    [
        new()
        {
            Name = "wider-range",
            Summary = "net.ipv4.ip_local_port_range, that many times as wide",
            DefaultFactor = 2,
            Apply = (conditions, factor) => conditions.WithOpenerSysctl(
                Sysctls.LocalPortRangeKey, PortRanges.Format(Widen(conditions.Opener.Sysctls.LocalPorts, factor))),
        },
        new()
        {
            Name = "widest-range",
            Summary = $"net.ipv4.ip_local_port_range={PortRanges.Format(Widest)}: every port but the privileged ones",
            Cost = "a search for a port may look at 64,512 of them; this is the end of this road",
            Risk = "as wider-range, and for every service of the host above port 1023",
            Apply = (conditions, _) => conditions.WithOpenerSysctl(Sysctls.LocalPortRangeKey, PortRanges.Format(Widest)),
        },
        new()
        {
            Name = "more-destinations",
            Summary = "each backend has that many times as many addresses",
            DefaultFactor = 2,
            Evidence = "ports are in use towards every address, as sock_diag shows",
            Cost = "addresses on the backends, and a load that is spread over them",
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
            Cost = "listeners on the backends, and a load that is spread over them",
            Risk = "none of its own; firewalls have to know the new ports",
            Apply = (conditions, factor) =>
                conditions with { Backends = conditions.Backends with { Ports = Times(conditions.Backends.Ports, factor) } },
        },
        new()
        {
            Name = "more-sources",
            Summary = "whoever connects binds to that many times as many addresses, with IP_BIND_ADDRESS_NO_PORT",
            DefaultFactor = 2,
            Apply = (conditions, factor) => conditions.WithOpener(opener =>
                opener with { Addresses = Times(opener.Addresses, factor), Bind = Binding.Address }),
        },
        new()
        {
            Name = "more-sources-bind",
            Summary = "the same without that option: bind() picks the port, and all destinations of an address share its ports",
            DefaultFactor = 2,
            Evidence = "ports are in use from every address; what fails is bind() with EADDRINUSE",
            Cost = "as more-sources, and the ports of every other destination of the address",
            Risk = "with several destinations it may give fewer ports than no binding at all",
            Apply = (conditions, factor) => conditions.WithOpener(opener =>
                opener with { Addresses = Times(opener.Addresses, factor), Bind = Binding.Port }),
        },
        new()
        {
            Name = "autobind-reuse",
            Summary = "net.ipv4.ip_autobind_reuse=1, SO_REUSEADDR and bind() to port 0: once no port is left that nobody has, bind() "
                + "gives out those "
                + "in use, and connect() takes one over from its TIME_WAIT at any age",
            Evidence = Autobind.ProvenBy,
            Cost = Autobind.Cost,
            Risk = Autobind.Risk,
            Apply = (conditions, _) => conditions.WithOpener(opener => opener with { Bind = Binding.Port })
                .WithOpenerSysctl(Sysctls.IpAutobindReuseKey, "1"),
        },
        new()
        {
            Name = "client-addresses",
            Summary = "the proxy connects from the address of the client that it does so for (IP_TRANSPARENT): "
                + "every client brings its ports",
            Apply = (conditions, _) => conditions with { Proxy = conditions.Proxy with { Transparent = true } },
        },
        new()
        {
            Name = "per-socket-range",
            Summary = "IP_LOCAL_PORT_RANGE on every socket towards the backends: the same ports, since Linux 6.8 searched one by one, so "
                + "that connect() never gets slow",
            Apply = (conditions, _) => conditions.WithOpener(opener => opener with { SocketPorts = opener.Sysctls.LocalPorts }),
        },
    ];

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
