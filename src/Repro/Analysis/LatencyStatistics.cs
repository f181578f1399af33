namespace Repro.Analysis;

/// <summary>Percentiles of recorded histograms: lists of [lower bound in nanoseconds, count].</summary>
internal static class LatencyStatistics
{
    private const double NanosecondsPerMicrosecond = 1000;

    /// <summary>The percentiles of all buckets together, or null for none.</summary>
    public static Percentiles? Of(IEnumerable<long[]> buckets)
    {
        var merged = new SortedDictionary<long, long>();
        foreach (var bucket in buckets)
        {
            merged[bucket[0]] = merged.GetValueOrDefault(bucket[0]) + bucket[1];
        }

        return merged.Count == 0 ? null : new Percentiles(At(merged, 0.5), At(merged, 0.99));
    }

    private static double At(SortedDictionary<long, long> buckets, double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(buckets.Values.Sum() * share));
        foreach (var (bound, count) in buckets)
        {
            wanted -= count;
            if (wanted <= 0)
            {
                return bound / NanosecondsPerMicrosecond;
            }
        }

        return 0;
    }
}
