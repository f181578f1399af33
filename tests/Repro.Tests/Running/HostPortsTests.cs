using Repro.Running;
using Repro.Sampling;
using Repro.Scenarios;

namespace Repro.Tests.Running;

public sealed class HostPortsTests
{
    private static readonly Sysctls Range = Sysctls.None.With(Sysctls.LocalPortRangeKey, "33000 33099");

    [Fact]
    public void A_listener_within_the_range_takes_its_port_away()
    {
        var host = HostPorts.Of(Range.With(Sysctls.LocalReservedPortsKey, "33001,33050"), [Socket(SocketEntry.Listen, 33002)]);

        Assert.Equal("33001-33002,33050", host.Effective.Values[Sysctls.LocalReservedPortsKey]);
        Assert.Equal(97, host.Effective.LocalPorts.Usable(host.Effective.ReservedPorts));
        Assert.EndsWith("; somebody listens on 33002, which connect() passes over", host.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SocketEntry.Listen, 32999)]
    [InlineData(SocketEntry.Listen, 33100)]
    [InlineData(SocketEntry.TimeWait, 33002)]
    [InlineData(SocketEntry.Established, 33002)]
    public void Nothing_else_does(byte state, int port)
    {
        var host = HostPorts.Of(Range.With(Sysctls.LocalReservedPortsKey, ""), [Socket(state, port)]);

        Assert.Equal(host.Sysctls, host.Effective);
        Assert.Equal("net.ipv4.ip_local_port_range = 33000 33099", host.ToString());
    }

    [Fact]
    public void Several_listeners_on_a_port_take_it_once() =>
        Assert.Equal([33002, 33003], HostPorts.Of(
            Range, [Socket(SocketEntry.Listen, 33003), Socket(SocketEntry.Listen, 33002), Socket(SocketEntry.Listen, 33003)]).Listening);

    private static SocketEntry Socket(byte state, int port) => new(state, port, 0, 0, 0, 0);
}
