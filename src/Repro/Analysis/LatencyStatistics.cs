using System.Runtime.InteropServices;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Percentiles of recorded histograms.</summary>
internal static class LatencyStatistics
{
    private const double NanosecondsPerMicrosecond = 1000;

    /// <summary>The percentiles of all buckets together, or null for none.</summary>
    public static Percentiles? Of(IEnumerable<Bucket> buckets)
    {
        var merged = new Dictionary<long, long>();
        foreach (var bucket in buckets)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(merged, bucket.Nanoseconds, out _) += bucket.Count;
        }

        var sorted = merged.OrderBy(bucket => bucket.Key).ToList();
        return sorted.Count == 0 ? null : new Percentiles(At(sorted, 0.5), At(sorted, 0.99));
    }

    private static double At(List<KeyValuePair<long, long>> buckets, double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(buckets.Sum(bucket => bucket.Value) * share));
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
