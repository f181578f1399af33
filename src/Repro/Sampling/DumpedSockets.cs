using Repro.Model;
using Repro.Recording;

namespace Repro.Sampling;

/// <summary>What a dump of all sockets comes to: sockets by state, ports by tuple.</summary>
internal sealed class DumpedSockets
{
    private readonly Dictionary<TcpState, int> states = [];
    private readonly HashSet<int> listening = [];
    private readonly List<SocketEntry> entries = [];
    private int? timeWaitLeft;

    /// <summary>Takes the next socket.</summary>
    public void Add(SocketEntry entry)
    {
        states[entry.State] = states.GetValueOrDefault(entry.State) + 1;
        if (entry.State == TcpState.Listen)
        {
            listening.Add(entry.SourcePort);
            return;
        }

        entries.Add(entry);
        if (entry.State == TcpState.TimeWait)
        {
            timeWaitLeft = Math.Max(timeWaitLeft ?? 0, entry.ExpiresMilliseconds);
        }
    }

    /// <summary>The sample with what was dumped.</summary>
    public SocketsLine AddTo(SocketsLine line)
    {
        // A connection that was accepted has the listener's port: it takes no port of the local range. A socket between bind() and
        // connect(), in CLOSE, has no other end, and so no tuple yet.
        var tuples = new Dictionary<(uint Source, uint Destination, int Port), (int Ports, int Established, int TimeWait)>();
        foreach (var entry in entries.Where(entry => entry.HasPeer && !listening.Contains(entry.SourcePort)))
        {
            var tuple = (entry.Source, entry.Destination, entry.DestinationPort);
            var (ports, established, timeWait) = tuples.GetValueOrDefault(tuple);
            tuples[tuple] = (
                ports + 1,
                entry.State == TcpState.Established ? established + 1 : established,
                entry.State == TcpState.TimeWait ? timeWait + 1 : timeWait);
        }

        return line with
        {
            States = states,
            Tuples = [.. tuples.Select(pair => new TupleUse(
                SocketEntry.Address(pair.Key.Source).ToString(),
                $"{SocketEntry.Address(pair.Key.Destination)}:{pair.Key.Port}",
                pair.Value.Ports,
                pair.Value.Established,
                pair.Value.TimeWait))],
            TimeWaitLeft = timeWaitLeft / 1000.0,
        };
    }
}
