using Repro.Model;
using Repro.Physics;

namespace Repro.Planning;

/// <summary>What brings exhaustion on earlier, and is met in the wild.</summary>
internal static class Hazards
{
    // Just short of tcp_fin_timeout, after which an orphan in FIN_WAIT_2 is gone without any TIME_WAIT.
    private static readonly TimeSpan LateFin = TimeSpan.FromSeconds(59);

    public static IReadOnlyList<Mitigation> All { get; } =
    [
        new()
        {
            Name = "late-fin",
            Kind = MitigationKind.Hazard,
            Summary = "the backend's FIN comes 59 s late: FIN_WAIT_2 until then, TIME_WAIT after it, 120 s in all",
            Apply = (conditions, _) => conditions with { Backends = conditions.Backends with { FinDelay = LateFin } },
        },
        new()
        {
            Name = "bind-first",
            Kind = MitigationKind.Hazard,
            Summary = "whoever connects binds to its address and port 0 before: "
                + "bind() picks the port, and all destinations share the ports",
            Evidence = "what fails is bind() with EADDRINUSE",
            Cost = "the ports of every destination but one",
            Risk = "an outgoing address set without IP_BIND_ADDRESS_NO_PORT does this; autobind-reuse is what the kernel has against it",
            Apply = (conditions, _) => conditions.WithOpener(opener => opener with { Bind = Binding.Port }),
        },
        new()
        {
            Name = "reserved-ports",
            Kind = MitigationKind.Hazard,
            Summary = "net.ipv4.ip_local_reserved_ports takes that part of the range away",
            DefaultFactor = 2,
            Apply = (conditions, factor) => conditions.WithOpenerSysctl(
                Sysctls.LocalReservedPortsKey,
                PortRanges.FormatList([.. conditions.Opener.Sysctls.ReservedPorts, Tail(conditions.Opener.Sysctls.LocalPorts, factor)])),
        },
    ];

    // The last of the range's parts, a port at least.
    private static PortRange Tail(PortRange range, int factor) => new(range.High - Math.Max(1, range.Size / factor) + 1, range.High);
}
