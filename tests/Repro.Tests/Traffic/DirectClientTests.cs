using Repro.Physics;
using Repro.Recording;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>A client that asks backends itself opens, keeps and closes its connections as a proxy does.</summary>
public sealed class DirectClientTests : IDisposable
{
    private const int Requests = 12;
    private readonly TrafficRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public void It_takes_its_tuples_in_turn_and_closes_first()
    {
        Endpoint one = rig.Backend(), other = one;
        var counts = Send(() => Spec(one = rig.Backend(), other = rig.Backend()));

        Assert.Equal((Requests, Requests), (counts.Ok, counts.Connects));
        TrafficRig.Await("6 TIME_WAIT", () => TrafficRig.Towards(one));
        TrafficRig.Await("6 TIME_WAIT", () => TrafficRig.Towards(other));
    }

    [Fact]
    public void It_keeps_connections_for_as_many_requests_as_they_may_carry()
    {
        var backend = rig.Backend();

        // More where an answer was late: not every time.
        var (expected, counted) = ((Requests, Requests / 4), (0, 0));
        TrafficRig.Await(expected, () => counted == expected ? counted : counted = Counted());

        (int Ok, int Connects) Counted() =>
            Send(() => Spec(backend) with { KeepAlive = new KeepAliveSpec(4, 300, 4) }) is var counts
                ? ((int)counts.Ok, (int)counts.Connects)
                : default;
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void It_has_no_TIME_WAIT_where_it_closes_with_a_RST_or_asks_the_backend_to_close(bool abort, bool asks)
    {
        var backend = rig.Backend();
        var counts = Send(() => Spec(backend) with { Abort = abort, Http10 = asks, BackendClosesFirst = asks });

        Assert.Equal(Requests, counts.Ok);
        TrafficRig.Await("", () => TrafficRig.Towards(backend));
    }

    [Fact]
    public void A_port_that_is_missing_is_a_failure_of_its_own()
    {
        var backend = rig.Backend();
        var counts = Send(() => Spec(backend = rig.Backend()) with { SocketPorts = TrafficRig.FreePorts(4) });

        Assert.Equal((4, 4), (counts.Ok, counts.Connects));
        Assert.Equal(new Dictionary<string, long> { ["connect/EADDRNOTAVAIL"] = Requests - 4 }, counts.Failed);
        Assert.Equal((4, $"{backend}"), (counts.First![0].ConnectsBefore, counts.First[0].Towards));
    }

    [Fact]
    public void A_connection_that_can_not_be_opened_is_tried_on_the_next_tuple()
    {
        var counts = Send(() => Spec(TrafficRig.Free(), rig.Backend()) with { Retries = 10 });

        Assert.Equal((Requests, null), (counts.Ok, counts.Failed));
    }

    private static ClientSpec Spec(params Endpoint[] targets) => new()
    {
        Tuples = [.. targets.Select(target => new OpenerSpec.Tuple(null, target))],
        Arrivals = new ArrivalLaw { RatePerSecond = 100, DurationSeconds = Requests / 100.0 },
        TimeoutSeconds = 20,
        Index = 0,
        Clients = 1,
    };

    // Again where the machine stood still, and not all was sent.
    private static TrafficLine Send(Func<ClientSpec> spec)
    {
        while (true)
        {
            var told = new List<TrafficLine>();
            using var client = new Client(spec(), new TrafficRecorder("client", told.Add));
            client.Start(EventLoop.Now);
            client.Run();
            if (told.Sum(line => line.Sent) == Requests)
            {
                return new TrafficLine
                {
                    Host = "client",
                    Connects = told.Sum(line => line.Connects),
                    Ok = told.Sum(line => line.Ok),
                    Failed = told.Exists(line => line.Failed is not null)
                        ? told.SelectMany(line => line.Failed ?? new Dictionary<string, long>())
                            .GroupBy(pair => pair.Key, pair => pair.Value)
                            .ToDictionary(outcome => outcome.Key, outcome => outcome.Sum())
                        : null,
                    First = [.. told.SelectMany(line => line.First ?? [])],
                };
            }
        }
    }
}
