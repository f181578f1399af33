using FsCheck;
using FsCheck.Fluent;
using Repro.Physics;

namespace Repro.Tests.Physics;

public sealed class KeepAlivePoolTests
{
    private static readonly KeepAlivePool Ample =
        new() { Connections = 10_000, IdleSeconds = 1e6, Requests = int.MaxValue, ServiceSeconds = 0.01 };

    private static Gen<(KeepAlivePool Pool, List<double> Arrivals)> Samples =>
        from connections in Gen.Choose(1, 5)
        from idle in Gen.Choose(1, 3000)
        from requests in Gen.Choose(1, 20)
        from service in Gen.Choose(1, 1000)
        from gaps in Gen.Choose(0, 500).ListOf(60)
        select (
            new KeepAlivePool
            {
                Connections = connections,
                IdleSeconds = idle / 1000.0,
                Requests = requests,
                ServiceSeconds = service / 1000.0,
            },
            gaps.Aggregate(new List<double>(), (times, gap) => [.. times, (times.Count == 0 ? 0 : times[^1]) + (gap / 1000.0)]));

    [Theory]
    [InlineData(1, 100)]
    [InlineData(10, 10)]
    [InlineData(1000, 1)]
    public void Of_requests_one_after_the_other_each_connection_carries_its_share(int requests, int openings) =>
        Assert.Equal(openings, (Ample with { Requests = requests }).Openings(Every(0.1, 100)).Count());

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(0.05, 100)]
    public void A_connection_that_is_idle_for_too_long_is_closed(double idle, int openings) =>
        Assert.Equal(openings, (Ample with { IdleSeconds = idle }).Openings(Every(0.1, 100)).Count());

    // Each backend is met every 0.4 s.
    [Theory]
    [InlineData(0.3, 1, 1)]
    [InlineData(0.3, 4, 100)]
    [InlineData(0.5, 4, 4)]
    public void A_connection_is_idle_until_its_own_backend_has_its_turn(double idle, int apart, int openings)
    {
        var pool = Ample with { IdleSeconds = idle, KeptApart = apart };

        Assert.Equal(openings, pool.Openings(Every(0.1, 100)).Count());
        Assert.Equal(openings < 100, pool.IsIdleUntilNext(10));
    }

    // The request that is due when another is answered finds that one's connection a moment too late: one more.
    [Fact]
    [Trait("Fault", "B4")]
    public void Without_an_end_as_many_are_opened_as_requests_are_under_way_and_one() =>
        Assert.Equal(21, (Ample with { ServiceSeconds = 2.5 }).Openings(Every(0.125, 1000)).Count());

    [Fact]
    public void Of_a_burst_as_many_stay_as_the_pool_has_room_for() => Assert.Equal(
        [10, 7, 7],
        (Ample with { Connections = 3 }).Openings(Enumerable.Range(0, 30).Select(number => (double)(number / 10))).GroupBy(time => time)
            .Select(burst => burst.Count()));

    [Fact]
    public void Connections_are_opened_at_arrivals_and_are_enough_for_what_each_may_carry() => Samples.ForAll(sample =>
    {
        var openings = sample.Pool.Openings(sample.Arrivals).ToList();

        Assert.Equal(openings.Order(), openings);
        Assert.Empty(openings.Except(sample.Arrivals));
        Assert.Equal(sample.Arrivals[0], openings[0]);
        Assert.InRange(openings.Count, (sample.Arrivals.Count + sample.Pool.Requests - 1) / sample.Pool.Requests, sample.Arrivals.Count);
    });

    [Fact]
    public void A_larger_pool_never_opens_more_where_connections_have_no_end() => Samples.ForAll(sample =>
    {
        var pool = sample.Pool with { Requests = int.MaxValue };
        var openings = pool.Openings(sample.Arrivals).Count();

        Assert.True((pool with { Connections = pool.Connections + 1 }).Openings(sample.Arrivals).Count() <= openings);
        // One that keeps longer may: full of old connections it turns younger ones away, and is empty when the old ones go.
    });

    // 60 ports, 100/s × 100 ms: 11 connections, so five waves of them, and the sixth has five ports.
    [Theory]
    [Trait("Fault", "B4")]
    [InlineData(20, 11.05, 10.48, 12)]
    [InlineData(10, 5.55, 5.28, 6)]
    public void Connections_that_were_opened_together_are_replaced_together(int requests, double onset, double earliest, double latest)
    {
        var pool = Ample with { ServiceSeconds = 0.1, Requests = requests };

        Assert.Equal(new Onset(onset, earliest, latest), pool.Waves(60, 100));
        Assert.Equal(onset, pool.Openings(Every(0.01, 2000)).ElementAt(60), 6);
        Assert.Equal(default, pool.Waves(11, 100));
    }

    [Theory]
    [Trait("Fault", "B4")]
    [InlineData(1, 100, 4)]
    [InlineData(2, 100, 5)]
    [InlineData(1, 200, 7)]
    [InlineData(1, 1, 2)]
    public void A_late_answer_takes_an_idle_connection_for_each_request_that_comes_meanwhile(int apart, double rate, int needed) =>
        Assert.Equal(needed, (Ample with { KeptApart = apart }).Needed(rate));

    private static IEnumerable<double> Every(double seconds, int count) => Enumerable.Range(0, count).Select(number => number * seconds);
}
