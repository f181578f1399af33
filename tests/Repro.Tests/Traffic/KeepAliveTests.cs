using System.Net.Sockets;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>How the proxy keeps upstream connections, as the kernel's sockets show it.</summary>
public sealed class KeepAliveTests : IDisposable
{
    private const double Long = 300;

    private readonly TrafficRig rig = new();
    private readonly HandBackend hand = new();

    public void Dispose()
    {
        rig.Dispose();
        hand.Dispose();
    }

    [Fact]
    public void A_kept_alive_connection_carries_that_many_requests_and_no_more()
    {
        var backend = rig.Backend();
        Start(new KeepAliveSpec(1, Long, 4), backend);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.StartsWith("200 ", rig.Ask(), StringComparison.Ordinal));

        TrafficRig.Await("1 ESTABLISHED, 2 TIME_WAIT", () => TrafficRig.Towards(backend));
        TrafficRig.Await((10, 3, 10), Counted);
    }

    [Fact]
    public void Without_keep_alive_each_request_has_a_connection_of_its_own()
    {
        var backend = rig.Backend();
        Start(null, backend);

        Assert.All(Enumerable.Range(0, 4), _ => rig.Ask());

        TrafficRig.Await("4 TIME_WAIT", () => TrafficRig.Towards(backend));
        TrafficRig.Await((4, 4, 4), Counted);
    }

    [Fact]
    public void A_request_takes_an_idle_connection_of_any_tuple_before_it_opens_one()
    {
        var (first, second) = (rig.Backend(), rig.Backend());
        Start(new KeepAliveSpec(1, Long, 100), first, second);

        Assert.All(Enumerable.Range(0, 6), _ => rig.Ask());

        TrafficRig.Await((6, 1, 6), Counted);
        Assert.Equal(("1 ESTABLISHED", ""), (TrafficRig.Towards(first), TrafficRig.Towards(second)));
    }

    [Fact]
    public void An_idle_connection_is_closed_when_its_time_is_over()
    {
        var backend = rig.Backend();
        Start(new KeepAliveSpec(4, 0.2, 100), backend);

        rig.Ask();

        TrafficRig.Await("1 TIME_WAIT", () => TrafficRig.Towards(backend));
    }

    [Fact]
    public void Connections_that_find_no_room_in_the_pool_are_closed()
    {
        Start(new KeepAliveSpec(2, Long, 100), hand.Address);
        var clients = Enumerable.Range(0, 5).Select(_ => rig.Send()).ToList();
        var connections = clients.ConvertAll(_ => hand.Accept());
        TrafficRig.Await("5 ESTABLISHED", () => TrafficRig.Towards(hand.Address));

        connections.ForEach(HandBackend.Serve);
        clients.ForEach(client => Assert.Equal("200 hi", TrafficRig.Answer(client)));

        // The test's end stays open, so what the proxy has closed waits for its FIN.
        TrafficRig.Await("2 ESTABLISHED, 3 FIN_WAIT_2", () => TrafficRig.Towards(hand.Address));
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public void An_idle_connection_that_the_backend_closes_is_let_go()
    {
        Start(new KeepAliveSpec(2, Long, 100), hand.Address);
        using (var client = rig.Send())
        {
            var connection = hand.Accept();
            HandBackend.Serve(connection);
            TrafficRig.Answer(client);
            connection.Dispose();
        }

        TrafficRig.Await("", () => TrafficRig.Towards(hand.Address));
        Assert.Equal("1 TIME_WAIT", TrafficRig.At(hand.Address));
        using var next = rig.Send();
        HandBackend.Serve(hand.Accept());
        Assert.Equal("200 hi", TrafficRig.Answer(next));
        TrafficRig.Await((2, 2, 2), Counted);
        Assert.Empty(rig.Counts.Failed!);
    }

    [Fact]
    [Trait("Fault", "A11")]
    public void A_proxy_that_is_gone_leaves_no_kept_connection_behind()
    {
        Endpoint backend;
        using (var other = new TrafficRig())
        {
            backend = other.Backend();
            other.Proxy(new ProxySpec
            {
                Listen = other.ProxyAddress,
                Tuples = [new OpenerSpec.Tuple(null, backend)],
                TimeoutSeconds = Long,
                KeepAlive = new KeepAliveSpec(4, Long, 100),
                Abort = true,
            });
            other.Ask();
            TrafficRig.Await("1 ESTABLISHED", () => TrafficRig.Towards(backend));
        }

        Assert.Equal(("", ""), (TrafficRig.Towards(backend), TrafficRig.At(backend)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_request_on_a_connection_that_turns_out_closed_is_sent_once_more_on_a_fresh_one(bool withReset)
    {
        using var client = LoseTheSecondRequest(connection => connection.LingerState = new LingerOption(withReset, 0));
        HandBackend.Serve(hand.Accept());

        Assert.Equal("200 hi", TrafficRig.Answer(client));
        TrafficRig.Await((2, 2, 2), Counted);
        Assert.Empty(rig.Counts.Failed!);
    }

    [Fact]
    public void A_request_that_was_sent_once_more_is_not_sent_a_third_time()
    {
        using var client = LoseTheSecondRequest(_ => { });
        var fresh = hand.Accept();
        HandBackend.Read(fresh);
        fresh.Dispose();

        Assert.Equal("502 read/closed", TrafficRig.Answer(client));
        TrafficRig.Await((2, 2, 1), Counted);
        Assert.Equal([KeyValuePair.Create("read/closed", 1L)], rig.Counts.Failed!);
    }

    [Fact]
    public void A_request_whose_answer_had_begun_is_not_sent_again()
    {
        using var client = LoseTheSecondRequest(HandBackend.Begin);

        Assert.Equal("502 read/closed", TrafficRig.Answer(client));
        TrafficRig.Await((2, 1, 1), Counted);
        Assert.Equal([KeyValuePair.Create("read/closed", 1L)], rig.Counts.Failed!);
    }

    private Socket LoseTheSecondRequest(Action<Socket> beforeClose)
    {
        Start(new KeepAliveSpec(1, Long, 100), hand.Address);
        using var first = rig.Send();
        var connection = hand.Accept();
        HandBackend.Serve(connection);
        TrafficRig.Answer(first);
        var second = rig.Send();
        HandBackend.Read(connection);
        beforeClose(connection);
        connection.Dispose();
        return second;
    }

    private (long Sent, long Connects, long Ok) Counted()
    {
        var counts = rig.Counts;
        return (counts.Sent, counts.Connects, counts.Ok);
    }

    private void Start(KeepAliveSpec? keepAlive, params Endpoint[] backends) => rig.Proxy(new ProxySpec
    {
        Listen = rig.ProxyAddress,
        Tuples = [.. backends.Select(backend => new OpenerSpec.Tuple(null, backend))],
        TimeoutSeconds = Long,
        KeepAlive = keepAlive,
    });
}
