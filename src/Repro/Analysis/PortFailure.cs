using Repro.Proxies;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Which failures are the want of a port, and what they make of a request further down.</summary>
internal static class PortFailure
{
    // EADDRNOTAVAIL where connect() picks the port, EADDRINUSE where bind() does.
    private static readonly string[] Outcomes = ["connect/EADDRNOTAVAIL", "bind/EADDRINUSE"];

    public static bool Is(string outcome) => Outcomes.Contains(outcome);

    /// <summary>Failures for want of a port in a line.</summary>
    public static long Count(TrafficLine line) => line.Failed?.Where(pair => Is(pair.Key)).Sum(pair => pair.Value) ?? 0;

    /// <summary>The proxy's outcomes, and the clients' own where they never reached one.</summary>
    public static SortedDictionary<string, long> ByOrigin(RecordedCase recorded)
    {
        var counts = Count(recorded.Proxy);
        var proxy = CaseConditions.Of(recorded.File).Proxy;
        var echoes = ProxyKinds.Of(proxy).Echoes(proxy);
        foreach (var (outcome, count) in Count(recorded.Load).Where(pair => !echoes.Contains(pair.Key)))
        {
            counts[outcome] = counts.GetValueOrDefault(outcome) + count;
        }

        return counts;
    }

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
