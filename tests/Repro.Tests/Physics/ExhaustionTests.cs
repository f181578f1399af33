using FsCheck;
using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class ExhaustionTests
{
    private static Gen<(long Capacity, double Hold, double Rate)> Samples =>
        from capacity in Gen.Choose(1, 1_000_000)
        from hold in Gen.Choose(1, 200_000)
        from rate in Gen.Choose(1, 50_000_000)
        select ((long)capacity, hold / 1000.0, rate / 1000.0);

    [Theory]
    [InlineData(100, 62.56)]
    [InlineData(250, 61.024)]
    [InlineData(1000, 62.048)]
    public void HoldSeconds_ByTimerFrequency(int hertz, double seconds) =>
        Assert.Equal(seconds, new PortModel { PortsPerPool = 1, Hertz = hertz }.HoldSeconds, 9);

    [Fact]
    public void Capacity_LargestOfAll_DoesNotOverflow() => Assert.Equal(268_431_360L, Exhaustion.Capacity(65535, 4096));

    [Fact]
    public void Threshold_TheArticlesNumbers() => Assert.Equal(462.6, Exhaustion.Threshold(28_232, 61.024), 0.05);

    [Fact]
    public void Onset_AtTheThreshold_Never() => Assert.Null(Model(6000, 60).OnsetSeconds(100));

    [Fact]
    public void Ports_run_out_exactly_above_the_threshold_once_as_many_connections_were_made_as_there_are_ports() =>
        Samples.ForAll(sample =>
        {
            var (capacity, hold, rate) = sample;
            var onset = Model(capacity, hold).OnsetSeconds(rate);

            Assert.Equal(rate <= Exhaustion.Threshold(capacity, hold), onset is null);
            Assert.Equal(capacity, (onset * rate) ?? capacity, 1e-6 * capacity);
            Assert.True(onset is null || onset < hold * (1 + 1e-9));
        });

    [Fact]
    public void The_knee_is_half_way_to_the_onset_and_comes_also_where_half_of_the_ports_are_in_use_for_good() => Samples.ForAll(sample =>
    {
        var (capacity, hold, rate) = sample;
        var onset = Model(capacity, hold).OnsetSeconds(rate);
        var knee = Model(capacity, hold).KneeSeconds(rate);

        Assert.Equal(rate * hold > capacity / 2.0, knee is not null);
        Assert.Equal(onset / 2, onset is null ? null : knee);
    });

    [Fact]
    public void More_ports_never_hasten_the_onset_and_a_higher_rate_never_delays_it() => Samples.ForAll(sample =>
    {
        var (capacity, hold, rate) = sample;
        var onset = Onset(capacity, rate);

        Assert.True(Onset(capacity + 1, rate) >= onset);
        Assert.True(Onset(capacity, rate * 1.01) <= onset);
        Assert.True(Exhaustion.Threshold(capacity, hold * 1.01) < Exhaustion.Threshold(capacity, hold));

        double Onset(long ports, double perSecond) => Model(ports, hold).OnsetSeconds(perSecond) ?? double.PositiveInfinity;
    });

    // Ports that are held for so long, neither more nor less: connections that stay open, and leave nothing.
    private static PortModel Model(long ports, double hold) =>
        new() { PortsPerPool = (int)ports, OpenSeconds = hold, Close = CloseKind.Reset };
}
