using FsCheck.Fluent;
using Repro.Recording;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(63, 63)]
    [InlineData(65, 64)]
    [InlineData(1000, 992)]
    [InlineData(1_000_000, 999_424)]
    public void LowerBound_Duration_StartOfItsBucket(long nanoseconds, long bound) =>
        Assert.Equal(bound, LatencyHistogram.LowerBound(nanoseconds));

    [Fact]
    public void LowerBound_is_within_a_32nd_keeps_the_order_and_is_a_bound_of_itself()
    {
        var duration = from shift in Gen.Choose(0, 40) from part in Gen.Choose(0, int.MaxValue) select ((long)part << 30) >> shift;
        (from left in duration from right in duration select (Math.Min(left, right), Math.Max(left, right))).ForAll(pair =>
        {
            var (small, large) = pair;
            var bound = LatencyHistogram.LowerBound(large);

            Assert.InRange(large - bound, 0, large / 32);
            Assert.True(LatencyHistogram.LowerBound(small) <= bound);
            Assert.Equal(bound, LatencyHistogram.LowerBound(bound));
        });
    }

    [Fact]
    public void Taking_returns_the_counts_in_order_and_starts_over()
    {
        var histogram = new LatencyHistogram();
        foreach (var nanoseconds in new[] { 1000L, 10, 1001, 10 })
        {
            histogram.Add(nanoseconds);
        }

        Assert.Equal([new Bucket(10, 2), new Bucket(992, 2)], histogram.Take()!);
        Assert.Null(histogram.Take());
    }
}
