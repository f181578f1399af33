using FsCheck.Fluent;
using Repro.Analysis;
using Repro.Recording;

namespace Repro.Tests.Analysis;

public sealed class LatencyStatisticsTests
{
    [Fact]
    public void Of_Nothing_Null() => Assert.Null(LatencyStatistics.Of([]));

    [Fact]
    public void Of_OneCall_BothPercentiles() => Assert.Equal(new Percentiles(7, 7), LatencyStatistics.Of([new Bucket(7000, 1)]));

    [Fact]
    public void Of_BucketsOfSeveralLines_Merged() =>
        Assert.Equal(new Percentiles(2, 5), LatencyStatistics.Of([new(5000, 1), new(2000, 49), new(1000, 49), new(5000, 1)]));

    [Theory]
    [InlineData(99, 1, 1)]
    [InlineData(98, 2, 9)]
    public void Of_TailOfOneInAHundred_NotAboveThe99th(int fast, int slow, double p99) =>
        Assert.Equal(new Percentiles(1, p99), LatencyStatistics.Of([new Bucket(1000, fast), new Bucket(9000, slow)]));

    [Fact]
    public void Percentiles_are_those_of_the_sorted_list() => Gen.Choose(1, 1000).Listed(200).ForAll(durations =>
    {
        var sorted = durations.Order().ToList();
        var expected = sorted.Count == 0 ? null : new Percentiles(At(0.5), At(0.99));

        Assert.Equal(expected, LatencyStatistics.Of(durations.Select(duration => new Bucket(duration * 1000L, 1))));

        double At(double share) => sorted[(int)Math.Ceiling(sorted.Count * share) - 1];
    });
}
