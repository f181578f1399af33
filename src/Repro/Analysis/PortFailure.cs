using Repro.Proxies;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Which failures are the want of a port, and what they make of a request further down.</summary>
internal static class PortFailure
{
    // EADDRNOTAVAIL where connect() picks the port, EADDRINUSE where bind() does; and of a program whose errno nobody sees.
    private static readonly string[] Outcomes = ["connect/EADDRNOTAVAIL", "bind/EADDRINUSE", FirstFailure.AllTaken, FirstFailure.SaidSo];

    // A NAT that finds none drops what it was for, and whoever connects waits in vain.
    private static readonly string[] OfNat = ["connect/timeout", "connect/ETIMEDOUT"];

    /// <summary>Whether an outcome is the want of a port in a case.</summary>
    public static Func<string, bool> In(CaseFile file) => file.HasNat ? IsOfEither : Outcomes.Contains;

    /// <summary>Whether an outcome that is the want of a port is that of a NAT's.</summary>
    public static bool IsOfNat(string outcome) => OfNat.Contains(outcome);

    /// <summary>Failures for want of a port in a line of a case.</summary>
    public static Func<TrafficLine, long> Counting(CaseFile file)
    {
        var isOne = In(file);
        return line => line.Failed?.Where(pair => isOne(pair.Key)).Sum(pair => pair.Value) ?? 0;
    }

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

    private static bool IsOfEither(string outcome) => Outcomes.Contains(outcome) || IsOfNat(outcome);

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
