using System.Net;
using System.Net.Sockets;
using Repro.Nodes;
using Repro.Recording;
using Repro.Tests.Traffic;
using Repro.Traffic;

namespace Repro.Tests.Nodes;

/// <summary>Services of a node of this process, on ports outside of the machine's range.</summary>
public sealed class ServicesTests
{
    private const int Restarts = 4;

    [Fact]
    public void A_service_that_finds_its_port_free_listens_again_and_one_that_does_not_says_why_each_time()
    {
        var (kept, lost) = (TrafficRig.Free().Port, TrafficRig.Free().Port);
        using var node = new RunningNode(new NodeSpec
        {
            Host = "backend-1",
            SamplingPhase = 0,
            Backend = new BackendSpec([TrafficRig.Free()], 1),
            Services = new ServicesSpec([kept, lost], Ipv6: false, RestartSeconds: 0.2, DownSeconds: 0.15, DurationSeconds: 0.94, 0, 1),
        });
        node.Hear(line => line.Ready);
        // All services listen before the load: nobody else can have a port of theirs.
        Assert.Null(Listener(lost));
        node.Tell($"{Node.StartCommand} {EventLoop.Now}");
        using var thief = Steal(lost);

        var said = new List<RestartLine>();
        node.Hear(line =>
        {
            said.AddRange(line.Restart is { } restart ? [restart] : []);
            return said.Count == 2 * Restarts ? line : null;
        });
        Assert.Equal(Restarts, said.Count(restart => restart.Port == kept && restart.Error is null));
        Assert.InRange(said.Count(restart => restart.Port == lost && restart.IsTaken), 1, Restarts);
        Assert.All(said, restart => Assert.Equal("backend-1", restart.Host));
        node.Tell(Node.StopCommand);
        Assert.Equal(0, node.Rest()[^1].End?.Dropped);
    }

    private static Socket Steal(int port)
    {
        while (true)
        {
            if (Listener(port) is { } thief)
            {
                return thief;
            }

            Thread.Yield();
        }
    }

    private static Socket? Listener(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            socket.Listen();
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
