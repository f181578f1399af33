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

    [Theory]
    [InlineData(0, 61.44)]
    [InlineData(1.439, 61.44)]
    [InlineData(1.44, 63.488)]
    [InlineData(1.443, 63.488)]
    public void FiresAt_TimeWaitAt250Hz_AtTheEndOfItsBucketAndNeverOnTime(double setAt, double fires) =>
        Assert.Equal(fires, TimerWheel.FiresAt(setAt, 60, 250), 9);

    [Fact]
    public void Timers_fire_late_by_up_to_a_granule_half_of_one_on_average()
    {
        var sample = from seconds in Gen.Choose(1, 1000) from hertz in Gen.Elements(100, 250, 300, 1000) select (seconds, hertz);
        sample.ForAll(timer =>
        {
            var granule = TimerWheel.GranuleSeconds(timer.seconds, timer.hertz);
            // Moments in the middle of a tick, evenly over some granules.
            var runs = Enumerable.Range(0, 4 * (int)Math.Round(granule * timer.hertz)).Select(tick => (tick + 0.5) / timer.hertz)
                .Select(setAt => TimerWheel.FiresAt(setAt, timer.seconds, timer.hertz) - setAt).ToList();

            Assert.All(runs, run => Assert.InRange(run - timer.seconds, -1.0 / timer.hertz, granule));
            Assert.Equal(TimerWheel.MeanSeconds(timer.seconds, timer.hertz), runs.Average(), 1e-6);
        });
    }
}
