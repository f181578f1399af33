using Repro.Recording;

namespace Repro.Sampling;

/// <summary>What the host's kernel counts all the time, and what a sample without a dump has. It has buffers: one thread uses it.</summary>
internal sealed class HostCounters : IDisposable
{
    private static readonly Dictionary<string, long> NoCounters = [];

    private readonly string host;
    private readonly Func<TimeSpan> cpu;
    private readonly ProcFile sockstat = new("/proc/net/sockstat");
    private readonly ProcFile? sockstat6 = File.Exists(Sockstat.Ipv6File) ? new(Sockstat.Ipv6File) : null;
    private readonly List<CounterSource> sources =
        [new("/proc/net/netstat", new CounterTable("TcpExt")), new("/proc/net/snmp", new CounterTable("Tcp"))];

    private int changed;
    private TimeSpan cpuBaseline;

    /// <param name="host">The host's name.</param>
    /// <param name="cpu">Processor time so far of the process that does the host's work.</param>
    public HostCounters(string host, Func<TimeSpan> cpu)
    {
        (this.host, this.cpu) = (host, cpu);
        if (File.Exists(ConntrackTable.File))
        {
            sources.Add(new CounterSource(ConntrackTable.File, new ConntrackTable()));
        }
    }

    /// <summary>Counts from now on.</summary>
    public void Restart()
    {
        sources.ForEach(source => source.Restart());
        cpuBaseline = cpu();
    }

    /// <summary>A sample, whose cost is still to be said.</summary>
    /// <param name="t">Its moment, in seconds since the load started.</param>
    public SocketsLine Read(double t)
    {
        var changes = new Dictionary<string, long>(changed);
        foreach (var source in sources)
        {
            source.AddTo(changes);
        }

        changed = changes.Count;
        return ReadSockets(t) with { Counters = changes };
    }

    /// <summary>The same without what changes: the number of sockets, and processor time.</summary>
    public SocketsLine ReadSockets(double t)
    {
        var sockets = Sockstat.Parse(sockstat.Read(), sockstat6 is null ? [] : sockstat6.Read());
        return new SocketsLine
        {
            Host = host,
            T = Math.Round(t, 6),
            TimeWait = sockets.TimeWait,
            InUse = sockets.InUse,
            Counters = NoCounters,
            Cpu = Math.Round((cpu() - cpuBaseline).TotalSeconds, 6),
        };
    }

    public void Dispose()
    {
        sockstat.Dispose();
        sockstat6?.Dispose();
        sources.ForEach(source => source.Dispose());
    }
}
