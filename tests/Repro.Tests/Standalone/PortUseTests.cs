using System.Buffers.Binary;
using System.Net;
using Repro.Model;
using Repro.Sampling;
using Repro.Standalone;
using Repro.Traffic;

namespace Repro.Tests.Standalone;

public sealed class PortUseTests
{
    private const string First = "198.18.0.7:81";
    private const string Second = "198.18.0.8:81";

    private static readonly SocketEntry[] Sockets =
    [
        Socket(TcpState.TimeWait, 33000, First),
        Socket(TcpState.Established, 33001, First),
        Socket(TcpState.TimeWait, 33000, Second),
        Socket(TcpState.Established, 80, "198.18.0.2:40000"),
        Socket(TcpState.Listen, 80, "0.0.0.0:0"),
    ];

    [Fact]
    public void Ports_are_counted_towards_each_destination_of_the_proxy_and_towards_nobody_else() =>
        Assert.Equal([new PortUse(First, 2, 1, 100), new PortUse(Second, 1, 1, 100)], PortUse.Of(Sockets, Proxy(BindKind.None), 100));

    [Fact]
    public void Where_bind_picks_the_ports_all_destinations_share_them() =>
        Assert.Equal([new PortUse(PortUse.Everywhere, 2, 1, 100)], PortUse.Of(Sockets, Proxy(BindKind.Port), 100));

    [Fact]
    public void A_destination_without_a_connection_is_told_too() =>
        Assert.Equal([new PortUse(First, 0, 0, 100), new PortUse(Second, 0, 0, 100)], PortUse.Of([], Proxy(BindKind.NoPort), 100));

    private static ProxySpec Proxy(BindKind bind) => new()
    {
        Listen = Endpoint.Parse("198.18.0.6:80"),
        Tuples = [new OpenerSpec.Tuple(null, Endpoint.Parse(First)), new OpenerSpec.Tuple(null, Endpoint.Parse(Second))],
        TimeoutSeconds = 5,
        Bind = bind,
    };

    private static SocketEntry Socket(TcpState state, int port, string destination)
    {
        var end = IPEndPoint.Parse(destination);
        var address = BinaryPrimitives.ReadUInt128BigEndian(end.Address.MapToIPv6().GetAddressBytes());
        return new SocketEntry(state, port, end.Port, 0, address, 0);
    }
}
