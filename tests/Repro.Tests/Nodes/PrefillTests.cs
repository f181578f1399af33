using Repro.Linux;
using Repro.Nodes;
using Repro.Tests.Traffic;
using Repro.Traffic;

namespace Repro.Tests.Nodes;

[Collection(FreePorts.Tests)]
public sealed class PrefillTests : IDisposable
{
    private const int Count = 20;

    private readonly TrafficRig rig = new();
    private readonly Endpoint[] backends;

    public PrefillTests() => backends = [rig.Backend(), rig.Backend()];

    public void Dispose() => rig.Dispose();

    [Theory]
    [InlineData(BindKind.None, false)]
    [InlineData(BindKind.NoPort, true)]
    public void Exactly_those_ports_of_every_tuple_are_in_TIME_WAIT(object bind, bool hasSource)
    {
        var ports = FillOrder.Of(TrafficRig.FreePorts(2 * Count), [], Count + 5);

        Assert.Equal(new PrefillResult(2 * ports.Count, null, null), Prefill.Run(Tuples(hasSource), (BindKind)bind, ports));
        Assert.All(backends, backend =>
        {
            TrafficRig.Await($"{ports.Count} TIME_WAIT", () => TrafficRig.Towards(backend));
            Assert.Equal(ports.Order(), TrafficRig.PortsTowards(backend));
        });
    }

    [Fact]
    public void Where_bind_picks_the_ports_those_of_every_source_are_filled_and_can_not_be_had_again()
    {
        var window = TrafficRig.FreePorts(Count);
        var ports = FillOrder.Of(window, [], Count, BindKind.Port);

        Assert.Equal(new PrefillResult(Count, null, null), Prefill.Run(Tuples(true), BindKind.Port, ports));
        TrafficRig.Await($"{Count} TIME_WAIT", () => TrafficRig.Towards(backends[0]));
        Assert.Equal("", TrafficRig.Towards(backends[1]));

        rig.Proxy(new ProxySpec
        {
            Listen = rig.ProxyAddress,
            Tuples = Tuples(true),
            TimeoutSeconds = 300,
            Bind = BindKind.Port,
            SocketPorts = window,
        });
        Assert.Equal("502 bind/EADDRINUSE", rig.Ask());
    }

    [Fact]
    public void A_port_that_is_taken_is_skipped_and_not_counted()
    {
        var window = TrafficRig.FreePorts(2);
        Assert.Null(LocalEnd.Open(
            new LocalEnd(rig.Source, BindKind.NoPort, window with { High = window.Low }, Abort: true), backends[0], 0, out var socket));
        using (var taken = new Descriptor(socket))
        {
            Assert.Equal(0, SocketCalls.Connect(taken.Number, backends[0].Kernel, backends[0].Kernel.Size));

            Assert.Equal(new PrefillResult(3, null, null), Prefill.Run(Tuples(true), BindKind.NoPort, [window.Low, window.High]));
        }
    }

    [Fact]
    public void A_tuple_without_a_backend_ends_it_with_the_error()
    {
        var nobody = TrafficRig.Free();
        var window = TrafficRig.FreePorts(2);

        var result = Prefill.Run(
            [Tuples(true)[0], new OpenerSpec.Tuple(rig.Source, nobody)], BindKind.NoPort, [window.Low, window.High]);

        Assert.Equal((1, "connect/ECONNREFUSED", $"{rig.Source}→{nobody}"), (result.Filled, result.Error?.Name, result.Tuple));
    }

    private List<OpenerSpec.Tuple> Tuples(bool hasSource) =>
        [.. backends.Select(backend => new OpenerSpec.Tuple(hasSource ? rig.Source : null, backend))];
}
