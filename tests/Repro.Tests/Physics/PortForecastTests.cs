using FsCheck;
using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class PortForecastTests
{
    // What rounding makes of a moment or a number of ports.
    private const double Shade = 1e-6;

    private static readonly HoldTime Minute = new(60, 60, 60);

    [Fact]
    public void Reaches_NothingGoesOn_Never() =>
        Assert.Null(new PortForecast { Open = 10, Ends = [1, 2, 3], Hold = Minute }.Reaches(14));

    [Fact]
    public void Reaches_HeldAlready_Now() => Assert.Equal(0, new PortForecast { Open = 1, Ends = [5, 6], Hold = Minute }.Reaches(3));

    [Fact]
    public void Reaches_NoneComesFreeBefore_WhatIsFreeByTheRate()
    {
        double[] ends = [.. Enumerable.Range(0, 500).Select(n => 56 + (n / 125.0))];
        Assert.Equal(4, new PortForecast { Ends = ends, Entering = 125, Hold = Minute }.Reaches(1000)!.Value, 3);
    }

    // 125/s come free as they were taken: a thousand of them wait at most 8 s.
    [Fact]
    public void Reaches_AsManyComeFreeAsAreTaken_Never()
    {
        double[] ends = [.. Enumerable.Range(1, 1000).Select(n => n / 125.0)];
        Assert.Null(new PortForecast { Ends = ends, Entering = 125, Hold = new HoldTime(8, 8, 8) }.Reaches(1010));
    }

    [Fact]
    public void Reaches_OpenOnesLeak_WhatIsFreeByTheirGrowth() =>
        Assert.Equal(90, new PortForecast { Open = 100, OpenGrowth = 10, Hold = Minute }.Reaches(1000)!.Value, 3);

    [Fact]
    public void Reaches_Anything_WhenStepByStepItDoes()
    {
        var samples =
            from open in Gen.Choose(0, 50)
            from growth in Gen.Choose(0, 3)
            from entering in Gen.Choose(0, 20)
            from hold in Gen.Choose(2, 10)
            from ends in Gen.Choose(1, hold * 1000).Listed(100)
            from ports in Gen.Choose(1, 300)
            select (Ports: ports, Forecast: new PortForecast
            {
                Open = open,
                OpenGrowth = growth,
                Ends = [.. ends.Select(end => end / 1000.0).Order()],
                Entering = entering,
                Hold = new HoldTime(hold, hold, hold),
            });
        samples.ForAll(sample =>
        {
            var (forecast, ports) = (sample.Forecast, sample.Ports);
            var told = forecast.Reaches(ports);
            Assert.True(told is not { } moment || HeldAt(moment + Shade) >= ports - Shade, $"not reached at {told}");
            // Ports that come free end a rise: what is between two moments of a grid, and at ends, is all that can be missed.
            var before = Enumerable.Range(0, 3000).Select(n => n * 0.01).Concat(forecast.Ends.Select(end => end - Shade))
                .Where(t => t < (told ?? double.PositiveInfinity) - Shade);
            Assert.All(before, t => Assert.True(HeldAt(t) < ports + Shade, $"reached at {t} and not at {told}"));

            double HeldAt(double t) => forecast.Open + (forecast.OpenGrowth * t) + forecast.Ends.Count(end => end > t)
                + (forecast.Entering * Math.Min(t, forecast.Hold.Mean));
        });
    }
}
