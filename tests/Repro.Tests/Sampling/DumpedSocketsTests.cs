using System.Net;
using Repro.Model;
using Repro.Recording;
using Repro.Sampling;

namespace Repro.Tests.Sampling;

public sealed class DumpedSocketsTests
{
    [Fact]
    [Trait("Fault", "B9")]
    public void A_socket_between_bind_and_connect_is_no_tuple()
    {
        var sockets = new DumpedSockets();
        sockets.Add(Socket(TcpState.Established, 40000, "198.18.0.6", 81));
        sockets.Add(Socket(TcpState.TimeWait, 40001, "198.18.0.6", 81));
        sockets.Add(Socket(TcpState.Close, 40002, "0.0.0.0", 0));

        var line = sockets.AddTo(new SocketsLine { Host = "proxy", Counters = new Dictionary<string, long>() });

        Assert.Equal(new TupleUse("198.18.0.5", "198.18.0.6:81", 2, 1, 1), Assert.Single(line.Tuples!));
        Assert.Equal(1, line.States![TcpState.Close]);
    }

    private static SocketEntry Socket(TcpState state, int port, string destination, int destinationPort) =>
        new(state, port, destinationPort, Number("198.18.0.5"), Number(destination), 0);

    private static uint Number(string address) => BitConverter.ToUInt32(IPAddress.Parse(address).GetAddressBytes());
}
