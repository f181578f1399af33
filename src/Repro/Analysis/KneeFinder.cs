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

    // A part that is no more than the last few bins is a hiccup.
    private const int FewestOnASide = 3;
    private const double LeastShareOfASide = 0.1;

    /// <summary>The knee, or null where connect() did not become slow.</summary>
    /// <param name="recorded">The case.</param>
    /// <param name="taken">Its ports.</param>
    /// <param name="until">Where to stop looking: the first failure.</param>
    public static Knee? Find(RecordedCase recorded, PortsTaken taken, double? until)
    {
        var bins = recorded.Openers.Where(line => line.ConnectLatency is not null && (until is null || line.T < until)).ToList();
        var fastest = bins.ConvertAll(line => line.ConnectLatency![0].Nanoseconds / 1000.0);
        if (bins.Count < FewestBins || Split(fastest) is not { } index
            // A few bins of noise move a part's mean, and not its median.
            || Middle(fastest.Skip(index)) < Middle(fastest.Take(index)) * SmallestRise)
        {
            return null;
        }

        return new Knee(
            Math.Round(bins[index].T, 6),
            taken.PercentAt(bins[index].T) is { } percent ? Math.Round(percent, 1) : null,
            Median(bins.Take(index)),
            Median(bins.Skip(index)));
    }

    /// <summary>Index of the first slow value, by the least squared error of the logarithms around the two parts' means.</summary>
    internal static int? Split(IReadOnlyList<double> values)
    {
        // Sums of the first n values and of their squares: an error of any part is then a difference of two.
        var sums = new double[values.Count + 1];
        var squares = new double[values.Count + 1];
        for (var i = 0; i < values.Count; i++)
        {
            var log = Math.Log(Math.Max(values[i], 0.001));
            sums[i + 1] = sums[i] + log;
            squares[i + 1] = squares[i] + (log * log);
        }

        var side = Math.Max(FewestOnASide, (int)(values.Count * LeastShareOfASide));
        var candidates = Enumerable.Range(side, Math.Max(0, values.Count - (2 * side) + 1)).ToList();
        if (candidates.Count == 0)
        {
            return null;
        }

        var best = candidates.MinBy(index => Error(0, index) + Error(index, values.Count));
        return Math.Exp(Mean(best, values.Count) - Mean(0, best)) >= SmallestRise ? best : null;

        double Mean(int from, int to) => (sums[to] - sums[from]) / (to - from);

        double Error(int from, int to) => squares[to] - squares[from] - (Mean(from, to) * Mean(from, to) * (to - from));
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static double Median(IEnumerable<TrafficLine> lines) =>
        LatencyStatistics.Of(lines.SelectMany(line => line.ConnectLatency!))!.P50;
}
