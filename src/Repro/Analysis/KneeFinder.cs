using Repro.Recording;

namespace Repro.Analysis;

/// <summary>
/// When connect() became slow: the moment that splits its latencies best into a fast part and a slow part. Of each bin the fastest call
/// counts: noise makes calls slower, only a longer search makes all of them slower.
/// </summary>
internal static class KneeFinder
{
    // Less than this, and it is noise rather than a search through half of the ports.
    private const double SmallestRise = 2;
    private const int FewestBins = 8;
    private const int FewestOnASide = 3;

    /// <summary>Seconds since the load started, or null where connect() did not become slow.</summary>
    /// <param name="proxy">The proxy's lines.</param>
    /// <param name="until">Where to stop looking: the first failure.</param>
    public static double? Find(IReadOnlyList<TrafficLine> proxy, double? until)
    {
        var bins = proxy
            .Where(line => line.ConnectLatency is not null && (until is null || line.T < until))
            .Select(line => (line.T, Fastest: line.ConnectLatency![0][0] / 1000.0))
            .ToList();
        return bins.Count < FewestBins ? null : Split([.. bins.Select(bin => bin.Fastest)]) is { } index ? bins[index].T : null;
    }

    /// <summary>Index of the first slow value, by the least squared error of the logarithms around the two parts' means.</summary>
    internal static int? Split(IReadOnlyList<double> values)
    {
        var logs = values.Select(value => Math.Log(Math.Max(value, 0.001))).ToList();
        var best = Enumerable.Range(FewestOnASide, Math.Max(0, logs.Count - (2 * FewestOnASide) + 1))
            .Select(index => (Index: index, Error: SquaredError(logs.Take(index)) + SquaredError(logs.Skip(index))))
            .OrderBy(split => split.Error)
            .FirstOrDefault();
        if (best.Index == 0)
        {
            return null;
        }

        var rise = Math.Exp(logs.Skip(best.Index).Average() - logs.Take(best.Index).Average());
        return rise >= SmallestRise ? best.Index : null;
    }

    private static double SquaredError(IEnumerable<double> values)
    {
        var list = values.ToList();
        var mean = list.Average();
        return list.Sum(value => (value - mean) * (value - mean));
    }
}
