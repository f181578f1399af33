using FsCheck.Fluent;
using Repro.Drawing;

namespace Repro.Tests.Drawing;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(11, 12, "0 1 2 3 4 5 6 7 8 9 10 11")]
    [InlineData(600, 5, "0 200 400 600")]
    [InlineData(2240, 3, "0 1000 2000")]
    [InlineData(0.03, 3, "0 0.01 0.02 0.03")]
    public void Ticks_AreRoundAndNotTooMany(double maximum, int most, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', new Scale(maximum, 0, 100).Ticks(most).Select(tick => Math.Round(tick, 6))));

    [Fact]
    public void Ticks_begin_at_zero_rise_and_end_within_the_axis()
    {
        var sample = from tenths in Gen.Choose(1, 10_000_000) from most in Gen.Choose(3, 20) select (Maximum: tenths / 10.0, most);
        sample.ForAll(axis =>
        {
            var ticks = new Scale(axis.Maximum, 0, 100).Ticks(axis.most);
            Assert.Equal(0, ticks[0]);
            Assert.InRange(ticks.Count, 2, axis.most + 1);
            Assert.Equal(ticks.Order(), ticks);
            Assert.InRange(ticks[^1], 0, axis.Maximum * (1 + 1e-9));
        });
    }

    [Theory]
    [InlineData(4, 2000, 8, "5 10 20 50 100 200 500 1000 2000")]
    [InlineData(1, 1e6, 8, "1 10 100 1000 10000 100000 1000000")]
    [InlineData(0.0006, 0.02, 8, "0.001 0.002 0.005 0.01 0.02")]
    [InlineData(30, 40, 8, "")]
    public void Ticks_OfALogarithm_AreRoundAndNotTooMany(double minimum, double maximum, int most, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', new LogScale(minimum, maximum, 0, 100).Ticks(most).Select(tick => Math.Round(tick, 6))));

    [Fact]
    public void Equal_ratios_are_equally_far_apart_on_a_logarithmic_axis()
    {
        var scale = new LogScale(1, 1000, 300, 0);

        Assert.Equal((300, 200, 100, 0), (scale[1], Math.Round(scale[10], 6), Math.Round(scale[100], 6), scale[1000]));
    }

    [Fact]
    public void Indexer_ValueToPixel_Linear()
    {
        var downwards = new Scale(10, 300, 100);

        Assert.Equal((300, 200, 100), (downwards[0], downwards[5], downwards[10]));
    }
}
