namespace Repro.Model;

/// <summary>
/// Sysctls below net that no host can be given: of Linux 6.18, by looking (docs/measured.md). Other kernels have some of them in every
/// namespace, so that this is for where nobody can look.
/// </summary>
internal static class MachineSysctls
{
    // Those of the first namespace alone: ipv4_table and not ipv4_net_table (net/ipv4/sysctl_net_ipv4.c), net_core_table and not
    // netns_core_table.
    private static readonly HashSet<string> Absent =
    [
        "net.ipv4.tcp_mem", "net.ipv4.udp_mem", "net.ipv4.tcp_max_orphans", "net.ipv4.inet_peer_threshold", "net.ipv4.inet_peer_minttl",
        "net.ipv4.inet_peer_maxttl", "net.ipv4.tcp_low_latency", "net.ipv4.tcp_available_ulp", "net.ipv4.route.gc_thresh",
        "net.ipv4.route.max_size",
        "net.core.netdev_max_backlog", "net.core.netdev_budget", "net.core.netdev_budget_usecs", "net.core.dev_weight",
        "net.core.default_qdisc",
        "net.core.busy_poll", "net.core.busy_read", "net.core.rps_sock_flow_entries", "net.core.bpf_jit_enable", "net.core.bpf_jit_limit",
        "net.core.high_order_alloc_disable", "net.core.max_skb_frags", "net.nf_conntrack_max",
    ];

    // There in every namespace, and 0444 in all but the first.
    private static readonly HashSet<string> ReadOnly =
    [
        "net.core.rmem_max", "net.core.rmem_default", "net.core.wmem_max", "net.core.wmem_default",
        "net.ipv4.tcp_allowed_congestion_control",
        "net.netfilter.nf_conntrack_max", "net.netfilter.nf_conntrack_buckets", "net.netfilter.nf_conntrack_expect_max",
    ];

    /// <summary>Why no host can be given it; null where that is not known.</summary>
    public static string? WhyNot(string name) =>
        Absent.Contains(name) ? "is the whole machine's: the network namespace that a host is has none of its own"
            : ReadOnly.Contains(name) ? "is the whole machine's: the network namespace that a host is can read it, and not write it"
            : null;
}
