using FsCheck.Fluent;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class FillOrderTests
{
    private static readonly PortWindow Range = new(1000, 1005);

    [Fact]
    public void Connect_uses_up_the_parity_of_the_first_port_before_the_other() =>
        Assert.Equal([1000, 1002, 1004, 1001, 1003, 1005], FillOrder.Of(Range, [], 6));

    [Fact]
    public void The_parity_is_that_of_the_first_port_even_or_odd() =>
        Assert.Equal([1001, 1003, 1005, 1002, 1004], FillOrder.Of(new PortWindow(1001, 1005), [], 5));

    [Fact]
    public void Bind_uses_up_the_other_parity_first() =>
        Assert.Equal([1001, 1003, 1005, 1000, 1002, 1004], FillOrder.Of(Range, [], 6, BindKind.Port));

    [Fact]
    public void Reserved_ports_are_left_out() =>
        Assert.Equal([1000, 1005], FillOrder.Of(Range, [new(900, 999), new(1001, 1003), new(1004, 1004)], 6));

    [Fact]
    public void Of_FewerThanAllPorts_TheFirstOfThem() => Assert.Equal([1000, 1002, 1004, 1001], FillOrder.Of(Range, [], 4));

    [Fact]
    public void Of_NoPorts_None() => Assert.Empty(FillOrder.Of(Range, [], 0));

    [Fact]
    public void Whatever_is_reserved_each_port_that_is_left_comes_once()
    {
        var sample =
            from low in Gen.Choose(1, 50)
            from size in Gen.Choose(1, 50)
            from reserved in Gen.Choose(1, 110).Zip(Gen.Choose(0, 9), (first, more) => new PortWindow(first, first + more)).Listed(4)
            from count in Gen.Choose(0, 60)
            from bind in Gen.Elements(BindKind.None, BindKind.NoPort, BindKind.Port)
            select (range: new PortWindow(low, low + size - 1), reserved, count, bind);
        sample.ForAll(fill =>
        {
            var usable = Enumerable.Range(fill.range.Low, fill.range.High - fill.range.Low + 1)
                .Where(port => fill.reserved.TrueForAll(hole => port < hole.Low || port > hole.High))
                .ToList();
            var order = FillOrder.Of(fill.range, fill.reserved, fill.count, fill.bind);

            Assert.Equal(Math.Min(fill.count, usable.Count), order.Distinct().Count());
            Assert.Equal(order.Count, order.Distinct().Count());
            Assert.Empty(order.Except(usable));
            Assert.InRange(order.Zip(order.Skip(1)).Count(pair => (pair.Second - pair.First) % 2 != 0), 0, 1);
        });
    }
}
