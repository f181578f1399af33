using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>Connections, exchanges and upstreams are used again: nothing of one request is left for the next, however it ended.</summary>
public sealed class ReuseTests : IDisposable
{
    private const double Long = 300;

    // What its client is told of.
    private static readonly Fate[] Told = [.. Enum.GetValues<Fate>().Where(fate => fate != Fate.Ignored)];

    private readonly TrafficRig rig = new();

    private enum Manner
    {
        Waits,
        LeavesAtOnce,
        Resets,
        SendsHalf,
        SendsTwo,
        ClosesItsDirection,
    }

    public void Dispose() => rig.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nobody_gets_the_answer_of_another_whatever_became_of_requests_before_and_beside_it(bool keepAlive)
    {
        const int Rounds = 40;
        const int Together = 8;
        var random = new Random(20261130);
        using var backend = new FickleBackend((path, _) => Enum.Parse<Fate>(path.Split('/')[1]));
        rig.Proxy(new ProxySpec
        {
            Listen = rig.ProxyAddress,
            Tuples = [new OpenerSpec.Tuple(null, backend.Address)],
            TimeoutSeconds = Long,
            KeepAlive = keepAlive ? new KeepAliveSpec(3, Long, 5) : null,
        });
        var number = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var clients = Enumerable.Range(0, Together).Select(_ =>
            {
                var manner = Pick(random, Enum.GetValues<Manner>());
                var fate = manner == Manner.Waits ? Pick(random, Told) : Fate.Ignored;
                var path = $"/{fate}/{number++}";
                return (Socket: Send(path, manner), Manner: manner, Fate: fate, Path: path);
            }).ToList();
            foreach (var (socket, manner, fate, path) in clients)
            {
                using (socket)
                {
                    if (manner == Manner.Waits)
                    {
                        Assert.Equal(Expected(fate, path), TrafficRig.Answer(socket));
                    }
                    else if (manner is Manner.SendsTwo or Manner.ClosesItsDirection)
                    {
                        Assert.Equal(0, socket.Receive(new byte[1]));
                    }
                }
            }
        }

        // Whoever has left has taken the connection upstream along.
        TrafficRig.Await("", () => Open(rig.ProxyAddress));
        TrafficRig.Await(
            true, () => Open(backend.Address) is var left && (left.Length == 0 || (keepAlive && left is ['1' or '2' or '3', ' ', ..])));
    }

    [Fact]
    public void A_clients_requests_are_counted_once_each_however_they_ended()
    {
        var fates = Enum.GetValues<Fate>();
        var met = new ConcurrentDictionary<Fate, long>();
        using var backend = new FickleBackend((_, number) =>
        {
            var fate = fates[number % fates.Length];
            met.AddOrUpdate(fate, 1, (_, times) => times + 1);
            return fate;
        });

        // A client that is held up leaves some of them unsent.
        var counts = rig.Load(120, backend.Address, timeout: 4);

        Assert.Equal((met.Values.Sum(), met.Values.Sum(), met[Fate.Answered]), (counts.Sent, counts.Connects, counts.Ok));
        Assert.Equivalent(
            new Dictionary<string, long>
            {
                ["http/503"] = met[Fate.Unavailable],
                ["read/closed"] = met[Fate.CutOff] + met[Fate.Closed],
                ["read/ECONNRESET"] = met[Fate.Reset],
                ["read/timeout"] = met[Fate.Ignored],
            },
            counts.Failed,
            strict: true);
    }

    [Fact]
    public void A_client_that_is_refused_over_and_over_counts_that_and_goes_on()
    {
        var counts = rig.Load(50, TrafficRig.Free());

        Assert.InRange(counts.Sent, 10, 50);
        Assert.Equal(0, counts.Ok);
        Assert.Equal([KeyValuePair.Create("connect/ECONNREFUSED", counts.Sent)], counts.Failed!);
    }

    private static string Expected(Fate fate, string path) => fate switch
    {
        Fate.Answered => $"200 {path}",
        Fate.Unavailable => $"503 {path}",
        Fate.Reset => "502 read/ECONNRESET",
        _ => "502 read/closed",
    };

    private static T Pick<T>(Random random, T[] of) => of[random.Next(of.Length)];

    // The connections that are open on either side.
    private static string Open(Endpoint address) => string.Join(
        ", ", TrafficRig.At(address).Split(", ").Concat(TrafficRig.Towards(address).Split(", "))
            .Where(states =>
                states.EndsWith("ESTABLISHED", StringComparison.Ordinal) || states.EndsWith("CLOSE_WAIT", StringComparison.Ordinal)));

    private Socket Send(string path, Manner manner)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        socket.Connect(rig.ProxyAddress.Ip());
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\n\r\n");
        socket.Send(manner == Manner.SendsHalf ? request.AsSpan(0, request.Length / 2)
            : manner == Manner.SendsTwo ? [.. request, .. request]
            : request);
        if (manner is Manner.LeavesAtOnce or Manner.Resets)
        {
            socket.LingerState = new LingerOption(manner == Manner.Resets, 0);
            socket.Dispose();
        }
        else if (manner == Manner.ClosesItsDirection)
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        return socket;
    }
}
