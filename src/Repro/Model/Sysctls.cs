using System.Collections.Immutable;
using System.Globalization;
using Repro.Physics;

namespace Repro.Model;

/// <summary>
/// The <c>net.*</c> sysctls that a host is given, by the kernel's own names, and what the ones that decide about ports mean.
/// </summary>
public sealed record Sysctls
{
    /// <summary>The first and the last local port, as in <c>32768 60999</c>.</summary>
    internal const string LocalPortRangeKey = "net.ipv4.ip_local_port_range";

    /// <summary>Ports that connect() must not pick, as in <c>33000,34000-34100</c>.</summary>
    internal const string LocalReservedPortsKey = "net.ipv4.ip_local_reserved_ports";

    /// <summary>0: never; 1: always; 2: on the loopback only.</summary>
    internal const string TcpTwReuseKey = "net.ipv4.tcp_tw_reuse";

    /// <summary>How old a TIME_WAIT must be to be reused, in milliseconds.</summary>
    internal const string TcpTwReuseDelayKey = "net.ipv4.tcp_tw_reuse_delay";

    /// <summary>Whether segments carry timestamps, without which TIME_WAIT is not reused.</summary>
    internal const string TcpTimestampsKey = "net.ipv4.tcp_timestamps";

    /// <summary>How long an orphan waits in FIN_WAIT_2 for the other side's FIN, in seconds.</summary>
    internal const string TcpFinTimeoutKey = "net.ipv4.tcp_fin_timeout";

    /// <summary>Most TIME_WAIT sockets of a network namespace.</summary>
    internal const string TcpMaxTwBucketsKey = "net.ipv4.tcp_max_tw_buckets";

    /// <summary>
    /// Whether bind() to port 0 may give out a port that other sockets with SO_REUSEADDR have, once there is none left that nobody has.
    /// </summary>
    internal const string IpAutobindReuseKey = "net.ipv4.ip_autobind_reuse";

    /// <summary>Whether TIME_WAIT lasts a few round trips only; gone since Linux 4.12.</summary>
    internal const string TcpTwRecycleKey = "net.ipv4.tcp_tw_recycle";

    /// <summary>The first port that anybody may listen on. Local ports are not picked below it: the kernel refuses such a range.</summary>
    internal const string UnprivilegedPortStartKey = "net.ipv4.ip_unprivileged_port_start";

    /// <summary>What a new network namespace has for <see cref="UnprivilegedPortStartKey"/>.</summary>
    internal const int DefaultUnprivilegedPortStart = 1024;

    /// <summary>What the kernel uses where <see cref="TcpTwReuseDelayKey"/> was not set: one second.</summary>
    internal const double DefaultReuseDelaySeconds = 1;

    /// <summary>The sysctls that decide about ports.</summary>
    internal static IReadOnlyList<string> DecidingPorts { get; } =
    [
        LocalPortRangeKey, LocalReservedPortsKey, UnprivilegedPortStartKey, TcpTwReuseKey, TcpTwReuseDelayKey,
        TcpTimestampsKey, TcpFinTimeoutKey, TcpMaxTwBucketsKey, TcpTwRecycleKey, IpAutobindReuseKey,
    ];

    /// <summary>The same, and others that are turned for load.</summary>
    internal static IReadOnlyList<string> WellKnown { get; } =
    [
        .. DecidingPorts, "net.ipv4.tcp_syncookies", "net.ipv4.tcp_max_syn_backlog",
        TcpSynRetriesKey, "net.ipv4.tcp_synack_retries", "net.ipv4.tcp_abort_on_overflow", "net.ipv4.tcp_rfc1337",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem", "net.ipv4.tcp_congestion_control", "net.core.somaxconn",
    ];

    /// <summary>How many times a SYN is sent again.</summary>
    internal const string TcpSynRetriesKey = "net.ipv4.tcp_syn_retries";

    /// <summary>Nothing set: the kernel's defaults.</summary>
    internal static Sysctls None { get; } = new();

    /// <summary>Value by name, values with single spaces.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The range that local ports are picked from.</summary>
    public PortRange LocalPorts => Values.TryGetValue(LocalPortRangeKey, out var text) && PortRanges.TryParseLocalRange(text, out var range)
        ? range
        : PortRange.KernelDefault;

    /// <summary>Below it no local port is picked.</summary>
    public int UnprivilegedPortStart => Number(UnprivilegedPortStartKey) ?? DefaultUnprivilegedPortStart;

    /// <summary>Ports inside any range that are never picked.</summary>
    public IReadOnlyCollection<PortRange> ReservedPorts =>
        Values.TryGetValue(LocalReservedPortsKey, out var text) && PortRanges.TryParseList(text, out var list) ? list : [];

    /// <summary>Whether connections between hosts may take over a port in TIME_WAIT.</summary>
    public bool ReusesTimeWait => Values.GetValueOrDefault(TcpTwReuseKey) == "1" && HasTimestamps;

    /// <summary>
    /// Whether connections from or to a loopback address may, as they do unless told (tcp_twsk_unique, net/ipv4/tcp_ipv4.c): 2 goes by the
    /// addresses, and one of the host's own between the host and itself is none of the loopback.
    /// </summary>
    public bool ReusesTimeWaitOnLoopback => Values.GetValueOrDefault(TcpTwReuseKey, "2") is "1" or "2" && HasTimestamps;

    /// <summary>Whether bind() to port 0 gives out ports that are in use.</summary>
    public bool ReusesBoundPorts => Values.GetValueOrDefault(IpAutobindReuseKey) == "1";

    /// <summary>
    /// How old a TIME_WAIT of connections to a peer must be before its port is taken over, in seconds; null: it never is. Timestamps are
    /// used where both sides have them.
    /// </summary>
    internal double? ReuseDelayTowards(Sysctls peer, bool overLoopback = false) =>
        (overLoopback ? ReusesTimeWaitOnLoopback : ReusesTimeWait) && peer.HasTimestamps ? ReuseDelaySeconds : null;

    /// <summary>Whether segments carry timestamps, as far as this side decides.</summary>
    public bool HasTimestamps => Values.GetValueOrDefault(TcpTimestampsKey, "1") != "0";

    /// <summary>How old a TIME_WAIT must be before its port is taken over, in seconds.</summary>
    public double ReuseDelaySeconds =>
        Number(TcpTwReuseDelayKey) is { } milliseconds ? milliseconds / 1000.0 : DefaultReuseDelaySeconds;

    /// <summary>How long an orphan waits in FIN_WAIT_2, in seconds.</summary>
    public double FinTimeoutSeconds => Number(TcpFinTimeoutKey) ?? 60;

    /// <summary>Most TIME_WAIT sockets, or null where it was not set.</summary>
    public int? TimeWaitBuckets => Number(TcpMaxTwBucketsKey);

    /// <summary>How many times a SYN is sent again, or null where it was not set.</summary>
    internal int? SynRetries => Number(TcpSynRetriesKey);

    /// <summary>Whether TIME_WAIT is cut short to a few round trips.</summary>
    public bool RecyclesTimeWait => Values.GetValueOrDefault(TcpTwRecycleKey) == "1" && HasTimestamps;

    /// <summary>The same with one more, or another value for one.</summary>
    internal Sysctls With(string key, string value) => this with { Values = Values.SetItem(key, value) };

    /// <summary>The same with those of another, whose values go before.</summary>
    internal Sysctls With(Sysctls others) => this with { Values = Values.SetItems(others.Values) };

    /// <inheritdoc/>
    public bool Equals(Sysctls? other) => other is not null && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Count;

    private int? Number(string key) =>
        int.TryParse(Values.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
