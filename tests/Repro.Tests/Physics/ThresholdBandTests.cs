using FsCheck;
using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

[Trait("Fault", "B3")]
public sealed class ThresholdBandTests
{
    // At a rate at which the first port may come free before or after the last one is taken.
    private static Gen<(PortModel Model, double Rate, double Phase)> Bands =>
        from pools in Gen.Choose(1, 2)
        from half in Gen.Choose(200, 400)
        from open in Gen.Choose(0, 3000)
        from late in Gen.Choose(0, 40)
        from hertz in Gen.Elements(100, 250, 1000)
        from part in Gen.Choose(5, 80)
        from phase in Gen.Choose(0, 6000)
        let model = new PortModel
        {
            Pools = pools,
            PortsPerPool = 2 * half,
            OpenSeconds = open / 1000.0,
            FinLatenessSeconds = late,
            Hertz = hertz,
        }
        let hold = model.Hold
        select (model, model.Capacity / (hold.Shortest + (part / 100.0 * (hold.Longest - hold.Shortest))), phase / 1000.0);

    [Theory]
    [InlineData(3.25, 61.54, 63.08, 63.08)]
    [InlineData(3.27, 61.16, 62.32, 61.16)]
    [InlineData(3.25, 61.54, 63.08, 62.46)]
    [InlineData(3.27, 61.16, 62.32, 62.08)]
    public void Onset_TwoHundredPortsWithinTheBand_AsTheKernelShowedIt(double rate, double earliest, double latest, double measured)
    {
        var onset = new PortModel { PortsPerPool = 200 }.Onset(rate);

        Assert.Equal((earliest, latest), (Math.Round(onset.Seconds!.Value, 2), Math.Round(onset.LatestSeconds!.Value, 2)));
        Assert.InRange(measured, onset.Seconds.Value - 0.01, onset.LatestSeconds.Value + 0.01);
    }

    [Fact]
    public void Onset_TwoHundredPortsBelowTheBand_Never()
    {
        var model = new PortModel { PortsPerPool = 200 };

        Assert.Equal((200 / 62.048, 200 / 61.024), (model.SafePerSecond!.Value, model.ThresholdPerSecond!.Value));
        Assert.Equal(default, model.Onset(3.22));
        Assert.Equal(new Onset(20), model.Onset(10));
    }

    [Fact]
    public void Within_the_band_the_first_failure_comes_between_the_laws_moments_whenever_the_load_begins() => Bands.ForAll(band =>
    {
        var (model, rate, phase) = band;
        var onset = model.Onset(rate);
        var simulated = Run(model, rate, phase).OnsetSeconds;

        Assert.NotNull(simulated);
        Assert.InRange(
            simulated.Value, onset.Seconds!.Value - (2 * model.Pools / rate), onset.LatestSeconds!.Value + (2 * model.Pools / rate));
    });

    [Fact]
    public void Up_to_the_safe_rate_nothing_fails_whenever_the_load_begins() => Bands.ForAll(band =>
        Assert.Null(Run(band.Model, 0.999 * band.Model.SafePerSecond!.Value, band.Phase).OnsetSeconds));

    [Fact]
    public void Reuse_has_no_band()
    {
        var model = new PortModel { PortsPerPool = 2000, ReuseDelaySeconds = 1 };

        Assert.Equal((2000.0, 2000.0), (model.SafePerSecond!.Value, model.ThresholdPerSecond!.Value));
    }

    private static SimulationResult Run(PortModel model, double rate, double phase)
    {
        var result = Simulation.Run(
            model, new ArrivalLaw { RatePerSecond = rate, DurationSeconds = 3 * model.Hold.Longest }.Times().Select(due => phase + due));
        return result with { OnsetSeconds = result.OnsetSeconds - phase };
    }
}
