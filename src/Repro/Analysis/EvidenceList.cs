using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What shows that a case's knobs acted: the proxy's sysctls as read back, and the counters that moved.</summary>
internal static class EvidenceList
{
    private static readonly string[] Counters = ["TW", "TWRecycled", "TCPTimeWaitOverflow", "TCPAbortOnData"];

    public static IReadOnlyList<string> Of(RecordedCase recorded)
    {
        var proxy = recorded.File.Hosts.FirstOrDefault(host => host.Name == ProxySamples.Host);
        var last = ProxySamples.Of(recorded).LastOrDefault();
        return
        [
            .. (proxy?.Sysctls ?? []).Select(sysctl => $"{sysctl.Name} reads {sysctl.Read ?? "nothing"}"),
            .. Counters.Where(name => last?.Counters.ContainsKey(name) == true).Select(name => $"{name} rose by {last!.Counters[name]}"),
        ];
    }
}

/// <summary>The samples of the proxy.</summary>
internal static class ProxySamples
{
    public const string Host = "proxy";

    public static IEnumerable<SocketsLine> Of(RecordedCase recorded) => recorded.Sockets.Where(line => line.Host == Host);
}
