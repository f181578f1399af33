using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>What the builtin proxy does with a connection that can't be opened.</summary>
public sealed class RetryTests : IDisposable
{
    private const double Long = 300;

    private readonly TrafficRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    [Trait("Fault", "B12")]
    public void A_refused_connection_is_tried_over_the_next_tuple_where_it_may_be()
    {
        Start(1, TrafficRig.Free(), rig.Backend());
        Assert.All(Enumerable.Range(0, 3), _ => Assert.StartsWith("200 ", rig.Ask(), StringComparison.Ordinal));

        TrafficRig.Await((3, 3), () => (rig.Counts.Sent, rig.Counts.Ok));
        Assert.Empty(rig.Counts.Failed!);

        // The turn goes on with each attempt: of two tuples, the refused one is always the first.
        Assert.Equal(6, rig.Counts.Attempts);
    }

    [Fact]
    public void Where_it_may_not_every_other_request_fails()
    {
        Start(0, TrafficRig.Free(), rig.Backend());

        Assert.Equal("502 connect/ECONNREFUSED", rig.Ask());
        Assert.StartsWith("200 ", rig.Ask(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_tried_no_more_often_than_told_and_fails_once()
    {
        Start(2, TrafficRig.Free(), TrafficRig.Free(), TrafficRig.Free(), rig.Backend());

        Assert.Equal("502 connect/ECONNREFUSED", rig.Ask());
        TrafficRig.Await((1, 1), () => (rig.Counts.Sent, rig.Counts.Failed!.Values.Sum()));
    }

    [Fact]
    public void A_port_that_cannot_be_had_is_no_different()
    {
        var ports = TrafficRig.FreePorts(1);
        var (first, second) = (rig.Backend(), rig.Backend());
        rig.Proxy(Spec(1, first, second) with { SocketPorts = ports });

        // The port is free towards the second backend, also while the first has it.
        Assert.All(Enumerable.Range(0, 2), _ => Assert.StartsWith("200 ", rig.Ask(), StringComparison.Ordinal));
        Assert.Equal("502 connect/EADDRNOTAVAIL", rig.Ask());
    }

    private ProxySpec Spec(int retries, params Endpoint[] backends) => new()
    {
        Listen = rig.ProxyAddress,
        Tuples = [.. backends.Select(backend => new OpenerSpec.Tuple(null, backend))],
        TimeoutSeconds = Long,
        Retries = retries,
    };

    private void Start(int retries, params Endpoint[] backends) => rig.Proxy(Spec(retries, backends));
}
