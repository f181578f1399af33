namespace Repro.Labs;

/// <summary>What every host is told, as it would differ from machine to machine otherwise; a scenario may say something else.</summary>
internal static class NeutralSysctls
{
    // A namespace with tables of its own (tcp_child_ehash_entries) gets half as many TIME_WAIT buckets as the table has slots
    // (tcp_set_hashinfo, net/ipv4/tcp_ipv4.c): a mitigation nobody asked for. Congestion control is inherited from the machine, and
    // bbr's pacing timers cost more than the requests; reno is in every kernel.
    private static readonly Dictionary<string, string> Values = new()
    {
        ["net.ipv4.tcp_congestion_control"] = "reno",
        ["net.ipv4.tcp_max_tw_buckets"] = "262144",
    };

    /// <summary>The sysctls of a host: these, and over them its own, in the order of their names.</summary>
    public static SortedDictionary<string, string> Under(IReadOnlyDictionary<string, string> own)
    {
        var result = new SortedDictionary<string, string>(Values, StringComparer.Ordinal);
        foreach (var (key, value) in own)
        {
            result[key] = value;
        }

        return result;
    }
}
