using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>The mitigations that ship with the program.</summary>
public static class Catalogue
{
    /// <summary>The name of the baseline.</summary>
    public const string Baseline = "none";

    /// <summary>All of them, the baseline first.</summary>
    public static IReadOnlyList<Mitigation> All { get; } =
    [
        new()
        {
            Name = Baseline,
            Summary = "the scenario as it stands: the baseline",
            Apply = (conditions, _) => conditions,
        },
        new()
        {
            Name = "tw-reuse",
            Summary = "net.ipv4.tcp_tw_reuse=1: a port whose TIME_WAIT is older than tcp_tw_reuse_delay may be taken over",
            Apply = (conditions, _) => WithProxySysctl(conditions, Sysctls.TcpTwReuseKey, "1"),
        },
        new()
        {
            Name = "wider-range",
            Summary = "net.ipv4.ip_local_port_range, that many times as wide",
            DefaultFactor = 2,
            Apply = (conditions, factor) => WithProxySysctl(
                conditions,
                Sysctls.LocalPortRangeKey,
                PortRanges.Format(Widen(conditions.Proxy.Sysctls.LocalPorts, factor))),
        },
        new()
        {
            Name = "backend-ports",
            Summary = "each backend listens on that many times as many ports",
            DefaultFactor = 2,
            Apply = (conditions, factor) =>
                conditions with { Backends = conditions.Backends with { Ports = conditions.Backends.Ports * factor } },
        },
    ];

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

    private static Conditions WithProxySysctl(Conditions conditions, string key, string value) =>
        conditions with { Proxy = conditions.Proxy with { Sysctls = conditions.Proxy.Sysctls.With(key, value) } };
}
