using FsCheck;
using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class NatSearchTests
{
    [Fact]
    public void A_pool_of_up_to_128_ports_takes_exactly_as_many_connections() =>
        Prop.ForAll(Gen.Elements(1, 2, 4, 8, 16, 32, 64, 128).Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(), drawn =>
            NatSearch.Fill(drawn.Item1, new Random(drawn.Item2)) == drawn.Item1
                && NatSearch.FirstRefused(drawn.Item1, 3) == (drawn.Item1, drawn.Item1, drawn.Item1)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_search_that_passes_the_end_of_16_bits_misses_a_port_of_a_size_that_does_not_divide_them()
    {
        var fills = Enumerable.Range(0, 2000).Select(seed => NatSearch.Fill(112, new Random(seed))).ToList();

        Assert.Equal(112, fills.Max());
        Assert.InRange(fills.Count(count => count < 112), 1, 40);
    }

    [Fact]
    public void A_larger_one_may_refuse_one_before_it_is_full_and_never_takes_more() =>
        Prop.ForAll(Gen.Choose(NatSearch.SeenWhole + 1, 4000).Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(), drawn =>
            NatSearch.Fill(drawn.Item1, new Random(drawn.Item2)) is var count && count <= drawn.Item1 && count > drawn.Item1 / 4)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_thousand_ports_refuse_the_first_long_before_they_are_full_as_taken_ones_lie_side_by_side()
    {
        var (least, median, most) = NatSearch.FirstRefused(1024, 1);

        Assert.True(least < median && median < most && most <= 1024, $"{least} {median} {most}");
        // Were ports in use spread evenly, 248 candidates would all be taken at a share of 0.98 or so.
        Assert.InRange(median, 600, 1000);
    }

    [Fact]
    public void Of_several_pools_the_first_refuses_earlier_than_one_does() =>
        Assert.True(NatSearch.FirstRefused(1024, 8).Median < NatSearch.FirstRefused(1024, 1).Median);

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(4, 1 / 16.0)]
    [InlineData(64, 1 / 4294967296.0)]
    public void EvictsNone_Ports_ACoinForEachOfTheLast32(int ports, double chance) => Assert.Equal(chance, NatSearch.EvictsNone(ports));
}
