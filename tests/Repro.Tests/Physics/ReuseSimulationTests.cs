using FsCheck;
using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public class ReuseSimulationTests
{
    private static Gen<PortModel> Models =>
        from pools in Gen.Choose(1, 3)
        from half in Gen.Choose(75, 150)
        from open in Gen.Choose(0, 200)
        from late in Gen.Choose(0, 200)
        from delay in Gen.Choose(500, 3000)
        select new PortModel
        {
            Pools = pools,
            PortsPerPool = 2 * half,
            OpenSeconds = open / 1000.0,
            FinLatenessSeconds = late / 1000.0,
            ReuseDelaySeconds = delay / 1000.0,
        };

    private readonly int loads;

    /// <summary>With as many loads as are tried often.</summary>
    public ReuseSimulationTests()
        : this(8)
    {
    }

    /// <param name="loads">How many loads each law is tried with.</param>
    protected ReuseSimulationTests(int loads) => this.loads = loads;

    [Fact]
    public void Reuse_carries_capacity_by_delay_and_the_rest_fails() => Models.ForAll(loads, model =>
    {
        var threshold = model.Capacity / (model.OpenSeconds + model.FinLatenessSeconds + model.ReuseDelaySeconds!.Value);
        var over = Run(model, 1.5 * threshold, 100);

        Assert.Equal(threshold, model.ThresholdPerSecond!.Value, 1e-9 * threshold);
        Assert.Equal(0, Run(model, 0.98 * threshold, 50).Failed);
        Assert.NotEqual(0, Run(model, 1.02 * threshold, 50).Failed);
        Assert.Equal(1, (over.Ok - model.Capacity) / (threshold * (100 - model.HoldSeconds)), 0.02);
    });

    [Theory]
    [InlineData(2000, 0)]
    [InlineData(2500, 5000)]
    public void Two_thousand_ports_carry_two_thousand_a_second(double rate, long failed) =>
        Assert.Equal(failed, Run(new PortModel { PortsPerPool = 2000, ReuseDelaySeconds = 1 }, rate, 10).Failed, 10.0);

    [Fact]
    public void Before_any_time_wait_expires_every_success_beyond_the_ports_in_use_took_one_over() =>
        (from model in Models from load in Gen.Choose(1, 200) select (model, load)).ForAll(loads, sample =>
        {
            var rate = sample.load / 100.0 * sample.model.ThresholdPerSecond!.Value;
            var result = Run(sample.model, rate, 59);

            Assert.Equal(result.Ok - result.PortsEverUsed, result.Recycled);
            Assert.Equal(result.PortsEverUsed, result.PeakHeld);
        });

    [Fact]
    public void After_a_minute_ports_may_be_free_again_before_they_are_taken_over()
    {
        var result = Run(new PortModel { PortsPerPool = 2000, ReuseDelaySeconds = 1 }, 5, 600);

        Assert.InRange(result.Recycled, 1, result.Ok - result.PortsEverUsed - 1);
    }

    [Fact]
    public void Reuse_takes_over_ports_of_one_parity_before_it_touches_the_other() =>
        (from model in Models from load in Gen.Choose(5, 45) select (model, load)).ForAll(loads, sample =>
        {
            var (model, load) = sample;
            var rate = load / 100.0 * model.ThresholdPerSecond!.Value;
            var seconds = 20 * model.Capacity / rate;

            Assert.Equal(model.Capacity / 2, Run(model, rate, seconds).PortsEverUsed);
            Assert.Equal(model.Capacity, Run(model with { Search = PortSearch.ByOne }, rate, seconds).PortsEverUsed);
        });

    [Fact]
    public void Well_above_half_of_the_threshold_reuse_needs_both_parities() =>
        (from model in Models from load in Gen.Choose(75, 98) select (model, load)).ForAll(loads, sample =>
        {
            var rate = sample.load / 100.0 * sample.model.ThresholdPerSecond!.Value;

            Assert.Equal(sample.model.Capacity, Run(sample.model, rate, 20 * sample.model.Capacity / rate).PortsEverUsed);
        });

    [Theory]
    [InlineData(500, 11, 4500, 1000)]
    [InlineData(1500, 11, 14_500, 2000)]
    public void Run_TheQuickScenario_AsMeasured(double rate, double seconds, long recycled, long peak)
    {
        var result = Run(new PortModel { PortsPerPool = 1000, Pools = 2, ReuseDelaySeconds = 1 }, rate, seconds);

        Assert.Equal((recycled, peak, 0), (result.Recycled, result.PeakHeld, result.Failed));
    }

    [Fact]
    public void A_time_wait_that_is_taken_over_gives_its_bucket_back()
    {
        var model = new PortModel { PortsPerPool = 2000, ReuseDelaySeconds = 1 };
        var unlimited = Run(model, 500, 50);
        var limited = Run(model with { TimeWaitBuckets = 1100 }, 500, 50);

        Assert.Equal((1000, unlimited.Recycled), (limited.PeakHeld, limited.Recycled));
    }

    [Fact]
    public void Prefilled_ports_can_be_reused_after_the_delay() => Models.ForAll(loads, any =>
    {
        var model = any with { PrefilledPerPool = any.PortsPerPool - 50 };
        var (delay, pools) = (any.ReuseDelaySeconds!.Value, any.Pools);

        // 50 ports of each pool until the delay is over.
        Assert.Equal(0, Run(model, 45 * pools / delay, 50).Failed);
        Assert.Equal(50 * pools, Run(model, 55 * pools / delay, 50).ConnectionsBeforeFirstFailure);
        Assert.Equal(50 * pools / (55 * pools / delay), model.OnsetSeconds(55 * pools / delay)!.Value, 9);
        Assert.Null(model.OnsetSeconds(45 * pools / delay));
    });

    [Fact]
    public void Bursts_of_more_than_the_ports_fail_at_a_mean_rate_that_reuse_carries_evenly() => Models.ForAll(loads, any =>
    {
        var model = any with { OpenSeconds = 0, FinLatenessSeconds = 0 };
        var even = new ArrivalLaw { RatePerSecond = 0.5 * model.ThresholdPerSecond!.Value, DurationSeconds = 50 };
        var bursts = even with { Kind = ArrivalKind.Bursts, BurstSize = (int)model.Capacity + 10 };

        Assert.Equal(0, Simulation.Run(model, even.Times()).Failed);
        Assert.Equal(bursts.Count() / bursts.BurstSize * 10, Simulation.Run(model, bursts.Times()).Failed);
        Assert.Equal(0, Simulation.Run(model, (bursts with { BurstSize = (int)model.Capacity - 10 }).Times()).Failed);
    });

    private static SimulationResult Run(PortModel model, double rate, double seconds) =>
        Simulation.Run(model, new ArrivalLaw { RatePerSecond = rate, DurationSeconds = seconds }.Times());
}
