using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>Who picks the port decides what a port is counted by, and how its lack shows.</summary>
[Collection(FreePorts.Tests)]
public sealed class BindTests : IDisposable
{
    private const int Ports = 8;
    private const int Requests = 3 * Ports;
    private const double Long = 300;

    private readonly TrafficRig rig = new();
    private readonly Endpoint[] backends;

    public BindTests() => backends = [rig.Backend(delay: Long), rig.Backend(delay: Long)];

    public void Dispose() => rig.Dispose();

    [Theory]
    [InlineData(BindKind.None, false)]
    [InlineData(BindKind.None, true)]
    [InlineData(BindKind.NoPort, true)]
    public void A_port_that_connect_picks_is_taken_for_one_destination_only(object bind, bool hasSource)
    {
        var window = TrafficRig.FreePorts(Ports);
        Hold(Requests, (BindKind)bind, window, hasSource ? rig.Source : null);

        AssertCounts(2 * Ports, "connect/EADDRNOTAVAIL");
        Assert.All(backends, backend => Assert.Equal(Enumerable.Range(window.Low, Ports), TrafficRig.PortsTowards(backend)));
    }

    [Fact]
    public void A_port_that_bind_picks_is_taken_for_all_destinations()
    {
        var window = TrafficRig.FreePorts(Ports);
        Hold(Requests, BindKind.Port, window, rig.Source);

        AssertCounts(Ports, "bind/EADDRINUSE");
        Assert.Equal(Enumerable.Range(window.Low, Ports), backends.SelectMany(TrafficRig.PortsTowards).Order());
    }

    [Fact]
    public void A_window_outside_the_range_of_the_namespace_is_ignored()
    {
        var low = int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t')[0]);
        Assert.SkipWhen(low < 3, "there are no ports below the range");
        _ = TrafficRig.FreePorts(1);
        Hold(Requests, BindKind.NoPort, new PortWindow(low - 2, low - 1), rig.Source);

        TrafficRig.Await((Requests, Requests, 0), () => (rig.Counts.Sent, rig.Counts.Connects, rig.Counts.Failed!.Count));
        Assert.All(backends, backend => Assert.All(TrafficRig.PortsTowards(backend), port => Assert.True(port >= low)));
    }

    private void AssertCounts(int connects, string failure)
    {
        TrafficRig.Await(Requests - connects, () => rig.Counts.Failed!.Values.Sum());
        Assert.Equal(connects, rig.Counts.Connects);
        Assert.Equal([KeyValuePair.Create(failure, (long)Requests - connects)], rig.Counts.Failed!);
        Assert.Equal(connects, backends.Sum(backend => TrafficRig.PortsTowards(backend).Count));
    }

    private void Hold(int requests, BindKind bind, PortWindow ports, Endpoint? source)
    {
        rig.Proxy(new ProxySpec
        {
            Listen = rig.ProxyAddress,
            Tuples = [.. backends.Select(backend => new OpenerSpec.Tuple(source, backend))],
            TimeoutSeconds = Long,
            Bind = bind,
            SocketPorts = ports,
        });
        rig.Hold(requests);
    }
}
