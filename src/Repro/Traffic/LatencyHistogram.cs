using System.Numerics;

namespace Repro.Traffic;

/// <summary>Counts durations in buckets that are 1/32 of a power of two wide, so that a percentile is right within 3 %.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 5;
    private const int SubBuckets = 1 << SubBucketBits;

    private readonly SortedDictionary<long, long> counts = [];

    public void Add(long nanoseconds)
    {
        var bound = LowerBound(nanoseconds);
        counts[bound] = counts.GetValueOrDefault(bound) + 1;
    }

    /// <summary>Returns [lower bound in nanoseconds, count] of each bucket in use, ascending, and starts over; null for none.</summary>
    public IReadOnlyList<long[]>? Take()
    {
        if (counts.Count == 0)
        {
            return null;
        }

        long[][] taken = [.. counts.Select(pair => new[] { pair.Key, pair.Value })];
        counts.Clear();
        return taken;
    }

    /// <summary>The lower bound of the bucket that a duration falls into.</summary>
    internal static long LowerBound(long nanoseconds)
    {
        var value = Math.Max(0, nanoseconds);
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | (SubBuckets - 1)) - SubBucketBits);
        return value >> shift << shift;
    }
}
