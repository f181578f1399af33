using System.Net;
using System.Runtime.InteropServices;
using Repro.Model;
using Repro.Recording;

namespace Repro.Sampling;

/// <summary>What a dump of all sockets comes to: sockets by state, ports by tuple. It is used again for each dump.</summary>
internal sealed class DumpedSockets
{
    private const int MostTexts = 1 << 14;

    private readonly int[] states = new int[Enum.GetValues<TcpState>().Length];
    private readonly HashSet<int> listening = [];
    private readonly Dictionary<Tuple, Use> tuples = [];
    private readonly Dictionary<Tuple, (string Source, string Destination)> texts = [];
    private int? timeWaitLeft;

    /// <summary>Forgets what it has taken.</summary>
    public void Clear()
    {
        states.AsSpan().Clear();
        listening.Clear();
        tuples.Clear();
        timeWaitLeft = null;
    }

    /// <summary>
    /// Takes the next socket. Those that listen come before all others, as the kernel dumps them (inet_diag_dump_icsk,
    /// net/ipv4/inet_diag.c).
    /// </summary>
    public void Add(SocketEntry entry)
    {
        states[(int)entry.State]++;
        if (entry.State == TcpState.Listen)
        {
            listening.Add(entry.SourcePort);
            return;
        }

        if (entry.State == TcpState.TimeWait)
        {
            timeWaitLeft = Math.Max(timeWaitLeft ?? 0, entry.ExpiresMilliseconds);
        }

        // A connection that was accepted has the listener's port: it takes no port of the local range. A socket between bind() and
        // connect(), in CLOSE, has no other end, and so no tuple yet. One that ends while it is dumped has given its port back, and shows
        // none (inet_diag_msg_common_fill, net/ipv4/inet_diag.c, after __inet_put_port).
        if (entry.HasPeer && entry.SourcePort != 0 && !listening.Contains(entry.SourcePort))
        {
            ref var use = ref CollectionsMarshal.GetValueRefOrAddDefault(
                tuples, new Tuple(entry.Source, entry.Destination, entry.DestinationPort), out _);
            use.Ports++;
            use.Established += entry.State == TcpState.Established ? 1 : 0;
            use.TimeWait += entry.State == TcpState.TimeWait ? 1 : 0;
        }
    }

    /// <summary>The sample with what was dumped.</summary>
    public SocketsLine AddTo(SocketsLine line) => line with
    {
        States = Enum.GetValues<TcpState>().Where(state => states[(int)state] > 0)
            .ToDictionary(state => state, state => states[(int)state]),
        Tuples = [.. from pair in tuples
                     let text = Text(pair.Key)
                     select new TupleUse(text.Source, text.Destination, pair.Value.Ports, pair.Value.Established, pair.Value.TimeWait)],
        TimeWaitLeft = timeWaitLeft / 1000.0,
    };

    // The same few tuples come in every dump.
    private (string Source, string Destination) Text(Tuple tuple)
    {
        if (!texts.TryGetValue(tuple, out var text))
        {
            text = (
                SocketEntry.Address(tuple.Source).ToString(),
                new IPEndPoint(SocketEntry.Address(tuple.Destination), tuple.DestinationPort).ToString());
            if (texts.Count == MostTexts)
            {
                texts.Clear();
            }

            texts[tuple] = text;
        }

        return text;
    }

    private readonly record struct Tuple(UInt128 Source, UInt128 Destination, int DestinationPort);

    private record struct Use(int Ports, int Established, int TimeWait);
}
