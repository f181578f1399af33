using FsCheck.Fluent;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class PacerTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Requests_are_dealt_out_to_the_clients_in_turn()
    {
        var pacers = Enumerable.Range(0, 2).Select(client => new Pacer(10, Second / 2, client, 2)).ToList();

        Assert.Equal([0L, 200, 400], Dues(pacers[0]).Select(due => due / 1_000_000));
        Assert.Equal([100L, 300], Dues(pacers[1]).Select(due => due / 1_000_000));
    }

    [Theory]
    [InlineData(500, 11, 5500)]
    [InlineData(0.5, 3, 2)]
    [InlineData(0.1, 1, 1)]
    [InlineData(3, 1.1, 4)]
    public void Count_OneClient_RequestsBeforeTheEnd(double rate, double seconds, long count) =>
        Assert.Equal(count, new Pacer(rate, (long)(seconds * Second), 0, 1).Count);

    [Fact]
    public void Count_MoreClientsThanRequests_ZeroForTheLast() => Assert.Equal(0, new Pacer(1, Second, 3, 4).Count);

    [Fact]
    public void All_clients_together_keep_the_rate_whatever_their_number()
    {
        var sample =
            from rate in Gen.OneOf(Gen.Choose(1, 2000).Select(whole => (double)whole), Gen.Choose(1, 2000).Select(whole => whole / 60.0))
            from milliseconds in Gen.Choose(1, 2000)
            from clients in Gen.Choose(1, 32)
            select (rate, nanoseconds: milliseconds * (Second / 1000), clients);
        sample.ForAll(load =>
        {
            var pacers = Enumerable.Range(0, load.clients).Select(client => new Pacer(load.rate, load.nanoseconds, client, load.clients)).ToList();
            var total = (long)Math.Ceiling((load.rate * load.nanoseconds / Second) - 1e-9);

            Assert.Equal(total, pacers.Sum(pacer => pacer.Count));
            Assert.Equal(Enumerable.Range(0, (int)total).Select(number => (long)(number * 1e9 / load.rate)), pacers.SelectMany(Dues).Order());
            Assert.All(pacers.SelectMany(Dues), due => Assert.InRange(due, 0, load.nanoseconds - 1));
            Assert.InRange(pacers.Max(pacer => pacer.Count) - pacers.Min(pacer => pacer.Count), 0, 1);
        });
    }

    private static IEnumerable<long> Dues(Pacer pacer)
    {
        for (var index = 0L; index < pacer.Count; index++)
        {
            yield return pacer.Due(index);
        }
    }
}
