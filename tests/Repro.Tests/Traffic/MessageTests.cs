using System.Net.Sockets;
using System.Text;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>Messages arrive whole, in whatever pieces the network brings or takes them.</summary>
public sealed class MessageTests : IDisposable
{
    private const int Large = 1_500_000;
    private const int LevelTcp = 6;
    private const int LargestSegment = 2; // TCP_MAXSEG, linux/tcp.h

    private readonly TrafficRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public void A_request_may_come_byte_by_byte()
    {
        using var socket = Connect(rig.Backend(bytes: 5));
        foreach (var letter in "GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8)
        {
            socket.Send([letter]);
        }

        Assert.Equal("200 xxxxx", TrafficRig.Answer(socket));
    }

    [Fact]
    public void Requests_that_come_together_are_answered_in_turn_and_half_of_one_waits_for_the_rest()
    {
        using var socket = Connect(rig.Backend(bytes: 3));
        socket.Send("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\nGET / HT"u8);
        Assert.Equal("200 xxx200 xxx", Answers(socket, 2));
        socket.Send("TP/1.1\r\n\r\n"u8);
        Assert.Equal("200 xxx", Answers(socket, 1));
    }

    [Fact]
    public void An_end_that_comes_with_the_request_is_seen()
    {
        var backend = rig.Backend();
        using var socket = Connect(backend);
        socket.Send("GET / HTTP/1.1\r\n\r\n"u8);
        socket.Shutdown(SocketShutdown.Send);

        Assert.StartsWith("200 ", TrafficRig.Answer(socket), StringComparison.Ordinal);
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    [Fact]
    public void What_the_kernel_does_not_take_at_once_follows_and_then_the_end()
    {
        using var socket = Connect(rig.Backend(bytes: Large), inSmallPieces: true);
        socket.Send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"u8);

        Assert.Equal("200 " + new string('x', Large), TrafficRig.Answer(socket));
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    [Fact]
    public void Large_requests_and_answers_pass_the_proxy_whole()
    {
        using var hand = new HandBackend();
        rig.Proxy(new ProxySpec { Listen = rig.ProxyAddress, Tuples = [new OpenerSpec.Tuple(null, hand.Address)], TimeoutSeconds = 300 });
        using var client = Connect(rig.ProxyAddress, inSmallPieces: true);
        var body = string.Concat(Enumerable.Range(0, Large / 8).Select(number => $"{number:x8}"));
        using var sending = TestThread.Start(() =>
            client.Send(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nContent-Length: {body.Length}\r\n\r\n{body}")));
        var upstream = hand.Accept();
        Assert.Equal($"0 {body}", TrafficRig.Answer(upstream));
        sending.Join();

        using var answering = TestThread.Start(() =>
            upstream.Send(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}")));
        Assert.Equal($"200 {body}", TrafficRig.Answer(client));
        answering.Join();
        TrafficRig.Await(1, () => rig.Counts.Ok);
    }

    private static Socket Connect(Endpoint address, bool inSmallPieces = false)
    {
        var socket =
            new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };
        if (inSmallPieces)
        {
            // Of small segments the other side's kernel queues few: its buffer for sending is ten of them to begin with
            // (tcp_sndbuf_expand).
            socket.SetRawSocketOption(LevelTcp, LargestSegment, BitConverter.GetBytes(536));
            socket.ReceiveBufferSize = 4096;
        }

        socket.Connect(address.Ip());
        return socket;
    }

    // Statuses and bodies of so many answers, which may come together.
    private static string Answers(Socket socket, int count)
    {
        var (text, told) = ("", "");
        var buffer = new byte[4096];
        for (var found = 0; found < count;)
        {
            var received = socket.Receive(buffer);
            Assert.NotEqual(0, received);
            text += Encoding.ASCII.GetString(buffer, 0, received);
            while (HttpHead.TryParse(Encoding.ASCII.GetBytes(text), out var head, out _) && text.Length >= head.Length)
            {
                told += $"{head.Status} {text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..head.Length]}";
                text = text[head.Length..];
                found++;
            }
        }

        Assert.Equal("", text);
        return told;
    }
}
