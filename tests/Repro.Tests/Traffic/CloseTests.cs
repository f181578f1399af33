using Repro.Sampling;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>Who closes first, and how, decides who keeps what of a connection.</summary>
public sealed class CloseTests : IDisposable
{
    private const int Requests = 12;
    private const double Long = 300;
    private const double Short = 1;

    private readonly TrafficRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public void The_proxy_closes_first_and_keeps_the_ports_unless_it_is_told_otherwise()
    {
        var backend = rig.Backend();
        Start(new Closing(), backend);
        rig.Load(Requests);

        TrafficRig.Await($"{Requests} TIME_WAIT", () => TrafficRig.Towards(backend));
        Assert.Equal("", TrafficRig.At(backend));
    }

    [Fact]
    public void An_aborted_connection_leaves_nothing_whether_it_was_answered_closed_or_timed_out()
    {
        Endpoint[] backends = [rig.Backend(), rig.Backend(closes: AnswerEnd.Closes), rig.Backend(delay: Long)];
        Start(new Closing(Abort: true, TimeoutSeconds: Short), backends);
        var before = Aborts();
        rig.Load(Requests);

        Assert.All(backends, backend => TrafficRig.Await(("", ""), () => (TrafficRig.Towards(backend), TrafficRig.At(backend))));
        TrafficRig.Await((Requests, Requests / 3), () => (rig.Counts.Connects, rig.Counts.Failed!.Values.Sum()));
        Assert.Equal([KeyValuePair.Create("read/timeout", (long)Requests / 3)], rig.Counts.Failed!);

        // Others in this network namespace may abort connections too.
        Assert.InRange(Aborts() - before, Requests, long.MaxValue);
    }

    [Fact]
    public void The_TIME_WAIT_is_the_backends_where_that_closes_first()
    {
        var backend = rig.Backend(closes: AnswerEnd.Closes);
        Start(new Closing(BackendClosesFirst: true), backend);
        rig.Load(Requests);

        TrafficRig.Await($"{Requests} TIME_WAIT", () => TrafficRig.At(backend));
        TrafficRig.Await("", () => TrafficRig.Towards(backend));
    }

    // In HTTP/1.0 the proxy asks; the backend's FIN comes with its answer.
    [Theory]
    [Trait("Fault", "B7")]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_backend_closes_first_where_it_is_asked_to_unless_it_never_does(bool heeds, bool proxyHasTimeWait)
    {
        var backend = rig.Backend(closes: heeds ? AnswerEnd.AsAsked : AnswerEnd.Waits);
        Start(new Closing(Http10: true), backend);
        rig.Load(Requests);

        var held = $"{Requests} TIME_WAIT";
        TrafficRig.Await(
            (proxyHasTimeWait ? held : "", proxyHasTimeWait ? "" : held), () => (TrafficRig.Towards(backend), TrafficRig.At(backend)));
        TrafficRig.Await(Requests, () => rig.Counts.Ok);
    }

    [Fact]
    public void A_proxy_that_waits_for_the_backends_end_does_so_after_the_client_has_gone()
    {
        using var hand = new HandBackend();
        Start(new Closing(BackendClosesFirst: true), hand.Address);
        System.Net.Sockets.Socket connection;
        using (var client = rig.Send())
        {
            connection = hand.Accept();
            HandBackend.Serve(connection);
            Assert.Equal("200 hi", TrafficRig.Answer(client));
        }

        TrafficRig.Await(("", "1 TIME_WAIT"), () => (TrafficRig.At(rig.ProxyAddress), TrafficRig.Towards(rig.ProxyAddress)));
        Assert.Equal("1 ESTABLISHED", TrafficRig.Towards(hand.Address));
        connection.Dispose();
        TrafficRig.Await("1 TIME_WAIT", () => TrafficRig.At(hand.Address));
        TrafficRig.Await("", () => TrafficRig.Towards(hand.Address));
    }

    [Fact]
    public void A_backend_that_does_not_close_is_waited_for_no_longer_than_the_timeout()
    {
        var backend = rig.Backend();
        Start(new Closing(BackendClosesFirst: true, TimeoutSeconds: Short), backend);
        Assert.StartsWith("200 ", rig.Ask(), StringComparison.Ordinal);

        TrafficRig.Await("1 TIME_WAIT", () => TrafficRig.Towards(backend));
        TrafficRig.Await(1, () => rig.Counts.Ok);
        Assert.Empty(rig.Counts.Failed!);
    }

    [Fact]
    public void A_late_FIN_keeps_the_port_in_FIN_WAIT_2_before_its_TIME_WAIT()
    {
        var backend = rig.Backend(finDelay: 3);
        Start(new Closing(), backend);
        rig.Load(Requests);

        TrafficRig.Await(
            ($"{Requests} FIN_WAIT_2", $"{Requests} CLOSE_WAIT"), () => (TrafficRig.Towards(backend), TrafficRig.At(backend)));
        TrafficRig.Await(($"{Requests} TIME_WAIT", ""), () => (TrafficRig.Towards(backend), TrafficRig.At(backend)));
    }

    private static long Aborts()
    {
        using var aborts = new KernelCounter("/proc/net/netstat", "TcpExt", "TCPAbortOnData");
        return aborts.Read();
    }

    private void Start(Closing closing, params Endpoint[] backends) => rig.Proxy(new ProxySpec
    {
        Listen = rig.ProxyAddress,
        Tuples = [.. backends.Select(backend => new OpenerSpec.Tuple(null, backend))],
        TimeoutSeconds = closing.TimeoutSeconds,
        BackendClosesFirst = closing.BackendClosesFirst,
        Http10 = closing.Http10,
        Abort = closing.Abort,
    });

    private sealed record Closing(bool BackendClosesFirst = false, bool Http10 = false, bool Abort = false, double TimeoutSeconds = Long);
}
