using FsCheck.Fluent;
using Repro.Analysis;
using Repro.Recording;

namespace Repro.Tests.Analysis;

public sealed class KneeFinderTests
{
    [Fact]
    public void Split_Step_IndexOfTheFirstSlowValue() => Assert.Equal(5, KneeFinder.Split([10, 11, 10, 12, 10, 90, 100, 95, 90, 110]));

    [Fact]
    public void Split_RiseBelowTwofold_None() => Assert.Null(KneeFinder.Split([10, 10, 10, 10, 19, 19, 19, 19]));

    [Fact]
    public void Split_Fall_None() => Assert.Null(KneeFinder.Split([100, 100, 100, 100, 10, 10, 10, 10]));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Split_TooFewValues_None(int count) => Assert.Null(KneeFinder.Split([.. Enumerable.Repeat(10.0, count)]));

    [Fact]
    public void Split_finds_a_step_wherever_it_is_and_whatever_its_height_through_noise()
    {
        var noise = Gen.Choose(90, 110).Select(percent => percent / 100.0);
        var sample =
            from fast in Gen.Choose(3, 30)
            from slow in Gen.Choose(3, 30)
            from height in Gen.Choose(3, 300)
            from factors in noise.ListOf(fast + slow)
            select (fast, values: factors.Select((factor, index) => factor * 12 * (index < fast ? 1 : height)).ToList());
        sample.ForAll(step => Assert.Equal(step.fast, KneeFinder.Split(step.values)));
    }

    [Fact]
    public void The_knee_is_where_even_the_fastest_connect_of_a_bin_became_slow() =>
        Assert.Equal(1.0, Find(Bins(20, bin => [new(bin < 10 ? 12_000 : 90_000, 1), new(500_000, 3)]), until: null)!.Seconds, 9);

    [Fact]
    public void What_comes_after_the_first_failure_does_not_count() =>
        Assert.Null(Find(Bins(40, bin => [new Bucket(bin < 20 ? 12_000 : 90_000, 1)]), until: 2));

    [Fact]
    public void A_few_bins_say_nothing() => Assert.Null(Find(Bins(7, bin => [new Bucket(bin < 4 ? 12_000 : 90_000, 1)]), until: null));

    [Fact]
    [Trait("Fault", "A9")]
    public void The_last_bins_of_noise_are_no_knee() =>
        Assert.Null(Find(Bins(110, bin => [new Bucket(bin < 106 ? 12_000 : 90_000, 1)]), until: null));

    [Fact]
    [Trait("Fault", "A9")]
    public void A_knee_says_how_many_of_the_ports_were_taken_and_how_long_connect_took_before_and_after()
    {
        var recorded = CaseBuilder.Exhausted().Build();

        Assert.Equal(new Knee(2, 50, 12, 96), KneeFinder.Find(recorded, PortsTaken.Of(recorded), 4));
    }

    private static Knee? Find(List<TrafficLine> lines, double? until)
    {
        var recorded = new RecordedCase(new CaseBuilder().File(), null, [], lines, []);
        return KneeFinder.Find(recorded, PortsTaken.Of(recorded), until);
    }

    private static List<TrafficLine> Bins(int count, Func<int, Bucket[]> latency) =>
        [.. Enumerable.Range(0, count).Select(bin => new TrafficLine { Host = "proxy", T = bin * 0.1, ConnectLatency = latency(bin) })];
}
