using FsCheck.Fluent;
using Repro.Physics;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class PacerTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Requests_are_dealt_out_to_the_clients_in_turn()
    {
        var law = new ArrivalLaw { RatePerSecond = 10, DurationSeconds = 0.5 };

        Assert.Equal([0L, 200, 400], Dues(law, 0, 2).Select(due => due / 1_000_000));
        Assert.Equal([100L, 300], Dues(law, 1, 2).Select(due => due / 1_000_000));
    }

    [Theory]
    [InlineData(500, 11, 5500)]
    [InlineData(0.5, 3, 2)]
    [InlineData(0.1, 1, 1)]
    [InlineData(3, 1.1, 4)]
    public void One_client_sends_every_request_that_is_due_before_the_end(double rate, double seconds, int count) =>
        Assert.Equal(count, Dues(new ArrivalLaw { RatePerSecond = rate, DurationSeconds = seconds }, 0, 1).Count);

    [Fact]
    public void Of_more_clients_than_requests_the_last_have_none() =>
        Assert.Empty(Dues(new ArrivalLaw { RatePerSecond = 1, DurationSeconds = 1 }, 3, 4));

    [Fact]
    public void All_clients_together_keep_the_law_whatever_it_is_and_whatever_their_number()
    {
        var sample =
            from kind in Gen.Elements(Enum.GetValues<ArrivalKind>())
            from rate in Gen.OneOf(Gen.Choose(1, 2000).Select(whole => (double)whole), Gen.Choose(1, 2000).Select(whole => whole / 60.0))
            from milliseconds in Gen.Choose(1, 2000)
            from clients in Gen.Choose(1, 32)
            from seed in Gen.Choose(0, 100)
            select (
                law: new ArrivalLaw
                {
                    Kind = kind,
                    RatePerSecond = rate,
                    DurationSeconds = milliseconds / 1000.0,
                    FromPerSecond = 100,
                    Steps = 3,
                    BurstSize = 4,
                    Seed = seed,
                },
                clients);
        sample.ForAll(load =>
        {
            var each = Enumerable.Range(0, load.clients).Select(client => Dues(load.law, client, load.clients)).ToList();

            Assert.Equal(load.law.Times().Select(time => (long)(time * Second)), each.SelectMany(dues => dues).Order());
            Assert.All(
                each.SelectMany(dues => dues), due => Assert.InRange(due, 0, (long)Math.Round(load.law.DurationSeconds * Second) - 1));
            Assert.All(each, dues => Assert.Equal(dues.Order(), dues));
            Assert.InRange(each.Max(dues => dues.Count) - each.Min(dues => dues.Count), 0, 1);
        });
    }

    private static List<long> Dues(ArrivalLaw law, int client, int clients)
    {
        using var pacer = new Pacer(law, client, clients);
        var dues = new List<long>();
        for (; pacer.Due is { } due; pacer.Advance())
        {
            dues.Add(due);
        }

        return dues;
    }
}
