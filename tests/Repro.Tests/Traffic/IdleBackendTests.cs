using System.Net.Sockets;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>A backend that closes connections without a request.</summary>
public sealed class IdleBackendTests : IDisposable
{
    private readonly TrafficRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public void It_closes_one_that_has_been_idle_and_not_one_that_never_asked()
    {
        var address = rig.Backend(idle: 0.05);
        using var silent = Connected(address);
        using var asking = Connected(address);

        for (var request = 0; request < 2; request++)
        {
            asking.Send("GET / HTTP/1.1\r\n\r\n"u8);
            Assert.True(asking.Receive(new byte[4096]) > 0);
        }

        Assert.Equal(0, asking.Receive(new byte[1]));
        Assert.False(silent.Poll(TimeSpan.Zero, SelectMode.SelectRead));
        asking.Close();
        TrafficRig.Await("1 ESTABLISHED, 1 TIME_WAIT", () => TrafficRig.At(address));
    }

    [Fact]
    public void It_closes_one_that_the_other_side_has_closed_when_it_was_to_and_not_before()
    {
        var address = rig.Backend(finDelay: 60, idle: 0.05);
        using var closed = Connected(address);
        Ask(closed);
        closed.Shutdown(SocketShutdown.Send);
        TrafficRig.Await("1 CLOSE_WAIT", () => TrafficRig.At(address));
        using var later = Connected(address);
        Ask(later);

        // Its time began after the other's.
        Assert.Equal(0, later.Receive(new byte[1]));
        Assert.False(closed.Poll(TimeSpan.Zero, SelectMode.SelectRead));
    }

    private static void Ask(Socket socket)
    {
        socket.Send("GET / HTTP/1.1\r\n\r\n"u8);
        Assert.True(socket.Receive(new byte[4096]) > 0);
    }

    private static Socket Connected(Endpoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        socket.Connect(address.Address, address.Port);
        return socket;
    }
}
