using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class TimerWheelTests
{
    [Theory]
    [InlineData(100, 5.12)]
    [InlineData(250, 2.048)]
    [InlineData(1000, 4.096)]
    public void GranuleSeconds_TimeWait_AsInTheKernel(int hertz, double granule) =>
        Assert.Equal(granule, TimerWheel.GranuleSeconds(60, hertz), 9);

    [Theory]
    [InlineData(62, 1)]
    [InlineData(63, 8)]
    [InlineData(503, 8)]
    [InlineData(504, 64)]
    public void GranuleSeconds_AtALevelsEdge_IsEightTimesCoarser(double milliseconds, double granuleMilliseconds) =>
        Assert.Equal(granuleMilliseconds, TimerWheel.GranuleSeconds(milliseconds / 1000, 1000) * 1000, 9);

    [Fact]
    public void MeanSeconds_TimeWaitAt250Hz_HalfAGranuleLate() => Assert.Equal(61.024, TimerWheel.MeanSeconds(60, 250), 9);

    [Fact]
    public void A_timer_beyond_the_first_level_fires_at_most_an_eighth_late()
    {
        var sample = from seconds in Gen.Choose(1, 100_000) from hertz in Gen.Elements(100, 250, 300, 1000) select (seconds, hertz);
        sample.ForAll(timer =>
            Assert.InRange(TimerWheel.GranuleSeconds(timer.seconds, timer.hertz), 1.0 / timer.hertz, timer.seconds * 8.0 / 63));
    }
}
