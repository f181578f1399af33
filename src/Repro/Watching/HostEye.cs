using System.Diagnostics;
using System.Globalization;
using Repro.Linux;
using Repro.Model;
using Repro.Sampling;

namespace Repro.Watching;

/// <summary>Looks at the network namespace that this process is in. It changes nothing there, and needs no privilege.</summary>
internal sealed class HostEye : IDisposable
{
    private const string ConntrackCount = "net.netfilter.nf_conntrack_count";
    private const string ConntrackMost = "net.netfilter.nf_conntrack_max";

    private readonly SocketDump dump = new();
    private readonly List<CounterSource> sources =
        [new("/proc/net/netstat", new CounterTable("TcpExt")), new("/proc/net/snmp", new CounterTable("Tcp"))];

    public HostEye()
    {
        if (File.Exists(ConntrackTable.File))
        {
            sources.Add(new CounterSource(ConntrackTable.File, new ConntrackTable()));
        }
    }

    /// <summary>Takes a look.</summary>
    /// <param name="withTimeWait">Whether at sockets in TIME_WAIT too: of the first of two looks only the others count.</param>
    /// <exception cref="IOException">The kernel does not tell.</exception>
    public HostLook Look(bool withTimeWait = true)
    {
        var sysctls = ReadSysctls();
        var inRange = InRange(sysctls);
        var counters = new Dictionary<string, long>();
        sources.ForEach(source => source.AddTo(counters));
        var seconds = (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
        var states = new int[Enum.GetValues<TcpState>().Length];
        var listening = new HashSet<int>();
        var tuples = new Dictionary<TupleKey, TupleLook>();
        TupleLook? last = null;
        TupleKey lastKey = default;
        dump.Read(Take, withTimeWait ? null : TcpState.TimeWait);
        return new HostLook(
            seconds,
            sysctls,
            Enum.GetValues<TcpState>().Where(state => states[(int)state] > 0).ToDictionary(state => state, state => states[(int)state]),
            listening,
            tuples,
            counters,
            Number(ConntrackCount) is { } count && Number(ConntrackMost) is { } most ? (count, most) : null);

        void Take(SocketEntry entry)
        {
            states[(int)entry.State]++;
            if (entry.State == TcpState.Listen)
            {
                listening.Add(entry.SourcePort);
                return;
            }

            // As in DumpedSockets: listeners come first, and what they accepted takes no port of the range.
            if (!entry.HasPeer || !inRange[entry.SourcePort] || listening.Contains(entry.SourcePort))
            {
                return;
            }

            var key = new TupleKey(entry.Source, entry.Destination, entry.DestinationPort);
            if (last is null || key != lastKey)
            {
                if (!tuples.TryGetValue(key, out last))
                {
                    tuples.Add(key, last = new TupleLook());
                }

                lastKey = key;
            }

            last.Add(entry);
        }
    }

    public void Dispose()
    {
        dump.Dispose();
        sources.ForEach(source => source.Dispose());
    }

    private static Sysctls ReadSysctls()
    {
        var sysctls = Sysctls.None;
        foreach (var name in Sysctls.DecidingPorts)
        {
            if (SysctlFile.Read(name) is { Length: > 0 } value)
            {
                sysctls = sysctls.With(name, value);
            }
        }

        return sysctls;
    }

    private static bool[] InRange(Sysctls sysctls)
    {
        var ports = new bool[PortRanges.MaxPort + 1];
        var range = sysctls.LocalPorts;
        for (var port = Math.Max(range.Low, sysctls.UnprivilegedPortStart); port <= range.High; port++)
        {
            ports[port] = true;
        }

        foreach (var reserved in sysctls.ReservedPorts)
        {
            ports.AsSpan(reserved.Low, reserved.Size).Clear();
        }

        return ports;
    }

    private static long? Number(string sysctl) =>
        long.TryParse(SysctlFile.Read(sysctl), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
