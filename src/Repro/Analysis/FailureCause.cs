using Repro.Proxies;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Why requests failed that had a port, as far as the counters of the hosts know it.</summary>
internal static class FailureCause
{
    // Each counter with what its host met that often. A SYN that a full accept queue turns away counts as a drop too.
    private static readonly (string Counter, string Met)[] Waiting =
    [
        ("ListenOverflows", "accept queue overflowed"),
        ("TCPReqQFullDrop", "SYN queue was full and dropped"),
        ("TCPReqQFullDoCookies", "SYN queue was full and answered with cookies"),
        ("TCPBacklogDrop", "sockets dropped segments of a full backlog"),
        ("nf_conntrack_drop", "connection tracking table was full and dropped"),
        ("nf_conntrack_early_drop", "connection tracking table was full and evicted"),
    ];

    private const string Drops = "ListenDrops";
    private const string Overflows = "ListenOverflows";

    /// <summary>
    /// What is known of an outcome's cause, to follow its name: <c>; backend-1's accept queue overflowed 12 times (ListenOverflows)</c>;
    /// empty where nothing is.
    /// </summary>
    public static string Of(RecordedCase recorded, string outcome) =>
        string.Concat(Descriptors(recorded, outcome).Concat(IsOfTheNetwork(outcome) ? Hosts(recorded) : []).Select(cause => $"; {cause}"));

    // A peer that did not answer, or broke off: everything else says by its name what it was.
    private static bool IsOfTheNetwork(string outcome) =>
        outcome.Split('/')
            is ["connect" or "read" or "write", "timeout" or "closed" or "ECONNRESET" or "ECONNREFUSED" or "EPIPE"
                or "ETIMEDOUT" or "failed"];

    private static IEnumerable<string> Descriptors(RecordedCase recorded, string outcome) => outcome switch
    {
        "open/EMFILE" => [$"the process had no descriptor left for a socket (ulimit -n{OwnLimit(recorded)})"],
        "open/ENFILE" => ["the machine had no descriptor left for a socket (fs.file-max)"],
        _ => [],
    };

    private static string OwnLimit(RecordedCase recorded) =>
        ProxyKinds.Of(CaseConditions.Of(recorded.File).Proxy) is { DescriptorLimit: { } limit } kind ? $"; of {kind.Title} {limit}" : "";

    private static IEnumerable<string> Hosts(RecordedCase recorded)
    {
        var last = recorded.Sockets.GroupBy(line => line.Host).ToDictionary(host => host.Key, host => host.Last().Counters);
        foreach (var host in recorded.File.Hosts.Select(host => host.Name).Where(last.ContainsKey))
        {
            foreach (var (counter, met) in Waiting.Where(item => last[host].GetValueOrDefault(item.Counter) > 0))
            {
                yield return $"{host}'s {met} {Times(last[host][counter])} ({counter})";
            }

            if (last[host].GetValueOrDefault(Drops) - last[host].GetValueOrDefault(Overflows) is var others and > 0)
            {
                yield return $"{host}'s listeners dropped {others} {Noun.Of(others, "SYN")} for another reason ({Drops})";
            }
        }
    }

    private static string Times(long count) => count == 1 ? "once" : $"{count} times";
}
