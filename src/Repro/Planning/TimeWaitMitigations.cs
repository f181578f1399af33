using Repro.Knobs;
using Repro.Model;

namespace Repro.Planning;

/// <summary>What lets a port out of TIME_WAIT sooner.</summary>
internal static class TimeWaitMitigations
{
    public static IReadOnlyList<Mitigation> All { get; } =
    [
        new()
        {
            Name = "tw-reuse",
            Summary = "net.ipv4.tcp_tw_reuse=1: a port whose TIME_WAIT is older than tcp_tw_reuse_delay may be taken over",
            Apply = (conditions, _) => conditions.WithOpenerSysctl(Sysctls.TcpTwReuseKey, "1"),
        },
        new()
        {
            Name = "tw-reuse-fast",
            Summary = "the same, with tcp_tw_reuse_delay that many times as short",
            DefaultFactor = 10,
            Evidence = "TcpExt TWRecycled rises; tcp_tw_reuse_delay reads back as set",
            Cost = "as tw-reuse",
            Risk = "the delay has to stay above the longest round trip and the peer's timestamp clock, or old segments pass for new ones",
            Apply = (conditions, factor) => conditions
                .WithOpenerSysctl(Sysctls.TcpTwReuseKey, "1")
                .WithOpenerSysctl(
                    Sysctls.TcpTwReuseDelayKey, $"{Math.Max(1, (int)(conditions.Opener.Sysctls.ReuseDelaySeconds * 1000 / factor))}"),
        },
        new()
        {
            Name = "tw-recycle",
            Summary = "net.ipv4.tcp_tw_recycle=1: TIME_WAIT lasts 3.5 retransmission timeouts, 0.7 s on a fast network",
            Apply = (conditions, _) => conditions.WithOpenerSysctl(Sysctls.TcpTwRecycleKey, "1"),
        },
        new()
        {
            Name = "fewer-tw-buckets",
            Summary = "net.ipv4.tcp_max_tw_buckets at that part of the ports: what is above it gets no TIME_WAIT",
            DefaultFactor = 2,
            Apply = (conditions, factor) => conditions.WithOpenerSysctl(
                Sysctls.TcpMaxTwBucketsKey,
                $"{Math.Max(1, PortModels.Upstream(conditions, new Kernel()).Capacity / conditions.Openers / factor)}"),
        },
        new()
        {
            Name = "tw-reuse-loopback-only",
            Kind = MitigationKind.Myth,
            Summary = "net.ipv4.tcp_tw_reuse=2, the kernel's default: reuse on the loopback, none between hosts",
            Evidence = "tcp_tw_reuse reads back as 2, TcpExt TWRecycled stays at 0",
            Cost = "nothing",
            Risk = "a benchmark over 127.0.0.1 shows a mitigation that is not there in production",
            Apply = (conditions, _) => conditions.WithOpenerSysctl(Sysctls.TcpTwReuseKey, "2"),
        },
        new()
        {
            Name = "tw-reuse-no-timestamps",
            Kind = MitigationKind.Myth,
            Summary = "net.ipv4.tcp_tw_reuse=1 with tcp_timestamps=0: never reuses",
            Evidence = "tcp_timestamps reads back as 0, TcpExt TWRecycled stays at 0",
            Cost = "whatever timestamps are good for: round-trip times, protection of long transfers",
            Risk = "looks mitigated in sysctl.conf, and is not",
            Apply = (conditions, _) =>
                conditions.WithOpenerSysctl(Sysctls.TcpTwReuseKey, "1").WithOpenerSysctl(Sysctls.TcpTimestampsKey, "0"),
        },
        new()
        {
            Name = "fin-timeout",
            Kind = MitigationKind.Myth,
            Summary = "net.ipv4.tcp_fin_timeout=5: shortens FIN_WAIT_2, and TIME_WAIT not at all",
            Evidence = "tcp_fin_timeout reads back as 5, and a fresh TIME_WAIT still has its whole minute to run",
            Apply = (conditions, _) => conditions.WithOpenerSysctl(Sysctls.TcpFinTimeoutKey, "5"),
        },
    ];

    /// <summary>The conditions with one more sysctl of the hosts whose ports run out.</summary>
    public static Conditions WithOpenerSysctl(this Conditions conditions, string key, string value) =>
        conditions.WithOpener(opener => opener with { Sysctls = opener.Sysctls.With(key, value) });
}
