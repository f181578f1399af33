using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class FailingSpanTests
{
    [Fact]
    public void Of_NoFailures_None() => Assert.Empty(FailingSpan.Of(Bins(0, 0, 0), 0.1, null));

    [Fact]
    public void Of_FailuresToTheEnd_NoEnd() => Assert.Equal([new FailingSpan(0.12, null)], FailingSpan.Of(Bins(0, 1, 5, 5), 0.1, 0.12));

    [Fact]
    public void Of_PortsThatComeFreeOneByOne_OneSpan() => Assert.Equal(
        [new FailingSpan(0, 0.5)], FailingSpan.Of(Bins(5, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0), 0.1, 0));

    [Fact]
    public void Of_HalfASecondWithout_Two() => Assert.Equal(
        [new FailingSpan(0, 0.1), new FailingSpan(0.7, null)], FailingSpan.Of(Bins(5, 0, 0, 0, 0, 0, 0, 5), 0.1, 0));

    private static IEnumerable<(double T, long Failed)> Bins(params long[] failed) =>
        failed.Select((count, index) => (Math.Round(index * 0.1, 1), count));
}
