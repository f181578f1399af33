using System.Numerics;
using Repro.Recording;

namespace Repro.Traffic;

/// <summary>Counts durations in buckets that are 1/32 of a power of two wide, so that a percentile is right within 3 %.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 5;
    private const int SubBuckets = 1 << SubBucketBits;

    // A duration has 63 bits; those that fit in the lowest sub-buckets are their own.
    private readonly long[] counts = new long[(63 - SubBucketBits + 1) * SubBuckets];
    private int lowest = int.MaxValue;
    private int highest = -1;
    private int used;

    public void Add(long nanoseconds)
    {
        var index = Index(nanoseconds);
        used += counts[index]++ == 0 ? 1 : 0;
        lowest = Math.Min(lowest, index);
        highest = Math.Max(highest, index);
    }

    /// <summary>Returns each bucket in use, ascending, and starts over; null for none.</summary>
    public IReadOnlyList<Bucket>? Take()
    {
        if (highest < 0)
        {
            return null;
        }

        var (taken, next) = (new Bucket[used], 0);
        for (var index = lowest; index <= highest; index++)
        {
            if (counts[index] > 0)
            {
                taken[next++] = new Bucket(LowerBoundOf(index), counts[index]);
                counts[index] = 0;
            }
        }

        (lowest, highest, used) = (int.MaxValue, -1, 0);
        return taken;
    }

    /// <summary>The lower bound of the bucket that a duration falls into.</summary>
    internal static long LowerBound(long nanoseconds) => LowerBoundOf(Index(nanoseconds));

    private static int Index(long nanoseconds)
    {
        var value = Math.Max(0, nanoseconds);
        var shift = Shift(value);
        return (shift * SubBuckets) + (int)(value >> shift);
    }

    // The buckets of a power of two follow those of the one below, whose upper half they continue.
    private static long LowerBoundOf(int index)
    {
        var shift = Math.Max(0, (index / SubBuckets) - 1);
        return (long)(index - (shift * SubBuckets)) << shift;
    }

    private static int Shift(long value) => Math.Max(0, BitOperations.Log2((ulong)value | (SubBuckets - 1)) - SubBucketBits);
}
