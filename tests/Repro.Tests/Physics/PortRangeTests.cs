using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class PortRangeTests
{
    [Theory]
    [InlineData(32768, 60999, 28232)]
    [InlineData(32768, 33767, 1000)]
    [InlineData(32768, 61000, 28233)]
    [InlineData(4000, 4001, 2)]
    [InlineData(4000, 4000, 1)]
    public void Usable_NothingReserved_Size(int low, int high, int usable) => Assert.Equal(usable, new PortRange(low, high).Usable([]));

    [Fact]
    public void Usable_OverlappingHoles_CountsEachPortOnce() =>
        Assert.Equal(7, new PortRange(100, 109).Usable([new PortRange(101, 102), new PortRange(102, 103), new PortRange(103, 103)]));

    [Fact]
    public void Usable_HolesAcrossTheEdges_CountsWhatLiesInside() =>
        Assert.Equal(6, new PortRange(100, 109).Usable([new PortRange(1, 101), new PortRange(108, 65535), new PortRange(200, 300)]));

    [Fact]
    public void Usable_AllReserved_None() => Assert.Equal(0, new PortRange(100, 109).Usable([new PortRange(1, 65535)]));

    [Fact]
    public void Usable_is_never_negative_never_above_the_size_and_never_grows_with_a_hole()
    {
        var range = from low in Gen.Choose(1, 300) from size in Gen.Choose(1, 40) select new PortRange(low, low + size - 1);
        (from whole in range from holes in range.Listed(4) from another in range select (whole, holes, another)).ForAll(sample =>
        {
            var usable = sample.whole.Usable(sample.holes);
            Assert.InRange(usable, 0, sample.whole.Size);
            Assert.InRange(sample.whole.Usable([.. sample.holes, sample.another]), 0, usable);
        });
    }

    [Fact]
    public void Both_ends_belong_to_a_range() =>
        Assert.Equal((3, "100–102"), (new PortRange(100, 102).Size, new PortRange(100, 102).ToString()));
}
