using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>Which failures are the want of a port, and what they make of a request further down.</summary>
internal static class PortFailure
{
    // EADDRNOTAVAIL where connect() picks the port, EADDRINUSE where bind() does.
    private static readonly string[] Outcomes = ["connect/EADDRNOTAVAIL", "bind/EADDRINUSE"];

    public static bool Is(string outcome) => Outcomes.Contains(outcome);

    /// <summary>Failures for want of a port in a line.</summary>
    public static long Count(TrafficLine line) => line.Failed?.Where(pair => Is(pair.Key)).Sum(pair => pair.Value) ?? 0;

    /// <summary>The proxy's outcomes, and the clients' own where they never reached the proxy.</summary>
    public static SortedDictionary<string, long> ByOrigin(RecordedCase recorded)
    {
        var counts = Count(recorded.Proxy);
        var echoes = Echoes(CaseConditions.Of(recorded.File).Proxy);
        foreach (var (outcome, count) in Count(recorded.Load).Where(pair => !echoes.Contains(pair.Key)))
        {
            counts[outcome] = counts.GetValueOrDefault(outcome) + count;
        }

        return counts;
    }

    /// <summary>What a client sees of a request that failed at the proxy, which says itself why it did.</summary>
    private static string[] Echoes(Proxy proxy) => proxy switch
    {
        { Kind: ProxyKind.Builtin } => ["http/502"],
        { Kind: ProxyKind.Nginx } => ["http/502", "http/504"],
        { Mode: ProxyMode.Http } => ["http/502", "http/503", "http/504"],
        // Bytes have no status: the connection is closed, with a RST where the request had not been read.
        _ => ["read/closed", "read/ECONNRESET", "write/EPIPE", "write/ECONNRESET"],
    };

    /// <summary>Failures of a list of lines by outcome.</summary>
    public static SortedDictionary<string, long> Count(IEnumerable<TrafficLine> lines)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (outcome, count) in lines.SelectMany(line => line.Failed ?? new Dictionary<string, long>()))
        {
            counts[outcome] = counts.GetValueOrDefault(outcome) + count;
        }

        return counts;
    }
}
