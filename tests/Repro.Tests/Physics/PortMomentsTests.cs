using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class PortMomentsTests
{
    [Fact]
    public void Moments_come_out_in_their_order_in_whatever_order_they_were_added() =>
        Gen.Choose(0, 20).ListOf().ForAll(times =>
        {
            var moments = new PortMoments();
            var order = new List<double>();
            foreach (var (port, at) in times.Index())
            {
                moments.Add(new PortMoment(at, 0, port, 1));
            }

            Assert.Equal(times.Count, moments.All.Count());
            while (moments.TryTake(out var earliest))
            {
                order.Add(earliest.At);
            }

            Assert.Equal(times.Order().Select(at => (double)at), order);
        });

    [Fact]
    public void What_is_not_due_stays()
    {
        var moments = new PortMoments();
        moments.Add(new PortMoment(3, 0, 0, 1));
        moments.Add(new PortMoment(2, 0, 1, 1));

        Assert.False(moments.TryTake(1.9, out _));
        Assert.True(moments.TryTake(2, out var due));
        Assert.Equal(1, due.Port);
        Assert.True(moments.TryPeek(out var next));
        Assert.Equal(0, next.Port);
    }
}
