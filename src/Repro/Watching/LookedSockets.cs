using Repro.Model;
using Repro.Sampling;

namespace Repro.Watching;

/// <summary>Sockets of a host, as they come to a look.</summary>
internal sealed class LookedSockets
{
    private readonly Sysctls sysctls;
    private readonly bool[] inRange = new bool[PortRanges.MaxPort + 1];
    private readonly int[] states = new int[Enum.GetValues<TcpState>().Length];
    private readonly HashSet<int> listening = [];
    private readonly Dictionary<TupleKey, TupleLook> tuples = [];

    /// <param name="sysctls">What decides about the host's ports.</param>
    public LookedSockets(Sysctls sysctls)
    {
        this.sysctls = sysctls;
        var range = sysctls.LocalPorts;
        inRange.AsSpan(range.Low, range.Size).Fill(true);
        inRange.AsSpan(0, Math.Clamp(sysctls.UnprivilegedPortStart, 0, inRange.Length)).Clear();
        foreach (var reserved in sysctls.ReservedPorts)
        {
            inRange.AsSpan(reserved.Low, reserved.Size).Clear();
        }
    }

    /// <summary>
    /// Takes the next socket; those that listen come before all others. A connection that was accepted has its listener's port, and takes
    /// none of the range (DumpedSockets has more of such rules).
    /// </summary>
    public void Add(SocketEntry entry)
    {
        states[(int)entry.State]++;
        if (entry.State == TcpState.Listen)
        {
            listening.Add(entry.SourcePort);
        }
        else if (entry.HasPeer && inRange[entry.SourcePort] && !listening.Contains(entry.SourcePort))
        {
            var key = new TupleKey(entry.Source, entry.Destination, entry.DestinationPort);
            if (!tuples.TryGetValue(key, out var tuple))
            {
                tuples.Add(key, tuple = new TupleLook());
            }

            tuple.Add(entry);
        }
    }

    /// <summary>The look that they come to.</summary>
    /// <param name="seconds">Its moment.</param>
    /// <param name="counters">The kernel's counters by name.</param>
    /// <param name="conntrack">Connections that are tracked and how many may be; null where none are.</param>
    public HostLook ToLook(double seconds, IReadOnlyDictionary<string, long> counters, (long Count, long Most)? conntrack) => new(
        seconds,
        sysctls,
        // Of three ports a search never reaches the last (PortRange.Usable).
        inRange.AsSpan().Count(true) is var ports && ports == sysctls.LocalPorts.Size
            ? sysctls.LocalPorts.Usable(sysctls.ReservedPorts)
            : ports,
        Enum.GetValues<TcpState>().Where(state => states[(int)state] > 0).ToDictionary(state => state, state => states[(int)state]),
        listening,
        tuples,
        counters,
        conntrack);
}
