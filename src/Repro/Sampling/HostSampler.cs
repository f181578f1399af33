using System.Diagnostics;
using Repro.Model;
using Repro.Recording;

namespace Repro.Sampling;

/// <summary>Samples the host that it runs in: counters ten times a second, a dump of all sockets once a second.</summary>
internal sealed class HostSampler : IDisposable
{
    /// <summary>Samples a second.</summary>
    public const int SamplesPerSecond = 10;

    private const long IntervalNanoseconds = 1_000_000_000 / SamplesPerSecond;
    private const int SamplesPerDump = 10;
    private static readonly TimeSpan LeastBusyTime = TimeSpan.FromSeconds(0.9);

    private readonly string host;
    private readonly long offset;
    private readonly long dumpNumber;
    private readonly Action<SocketsLine> emit;
    private readonly Func<TimeSpan> cpu;
    private readonly ProcFile sockstat = new("/proc/net/sockstat");
    private readonly ProcFile netstat = new("/proc/net/netstat");
    private readonly ProcFile snmp = new("/proc/net/snmp");
    private readonly ProcFile? conntrack = File.Exists(ConntrackTable.File) ? new ProcFile(ConntrackTable.File) : null;
    private readonly ProcFile stat = new("/proc/stat");
    private readonly SocketDump dump = new();
    private readonly Dictionary<string, long> counters = [];
    private readonly ManualResetEvent stop = new(initialState: false);
    private readonly Thread thread;

    private long start;
    private Dictionary<string, long> baseline = [];
    private TimeSpan cpuBaseline;
    private CpuTimes machine;
    private long machineRead;

    /// <param name="host">The host's name.</param>
    /// <param name="phase">When within an interval it samples, and within a second it dumps, 0–1.</param>
    /// <param name="emit">Takes a sample; must not block.</param>
    /// <param name="cpu">Processor time so far of the process that does the host's work.</param>
    public HostSampler(string host, double phase, Action<SocketsLine> emit, Func<TimeSpan> cpu)
    {
        this.cpu = cpu;
        this.host = host;
        offset = (long)(phase * IntervalNanoseconds);
        dumpNumber = (long)(phase * SamplesPerDump);
        this.emit = emit;
        thread = new Thread(Run) { Name = "sampler", IsBackground = true };
    }

    /// <summary>A sample before anybody counts: the first one pays for compilation. It has an entry of every kind.</summary>
    public SocketsLine Rehearse()
    {
        var sample = Sample(0, withDump: true);
        var use = new DumpedSockets();
        foreach (var state in (TcpState[])[TcpState.Established, TcpState.TimeWait, TcpState.Listen])
        {
            // Not the listener's port, and with another end: such are the ports of a tuple.
            use.Add(new SocketEntry(state, state == TcpState.Listen ? 1 : 2, 1, 1, 1, 0));
        }

        return use.AddTo(sample with { MachineBusy = CpuTimes.Parse(stat.Read()).BusySince(default), TimeWait = 1, Cpu = 1, T = 1 });
    }

    /// <summary>Begins to sample at a moment that lies ahead, CLOCK_MONOTONIC in nanoseconds. Counters count from now on.</summary>
    public void Start(long nanoseconds)
    {
        start = nanoseconds;
        // Now, and not when the load starts: a thread that wakes up late would miss the first connections.
        baseline = new Dictionary<string, long>(ReadCounters());
        cpuBaseline = cpu();
        (machine, machineRead) = (CpuTimes.Parse(stat.Read()), Stopwatch.GetTimestamp());
        thread.Start();
    }

    /// <summary>Takes a last sample and ends.</summary>
    public void Dispose()
    {
        stop.Set();
        if (thread.IsAlive)
        {
            thread.Join();
        }

        sockstat.Dispose();
        netstat.Dispose();
        snmp.Dispose();
        conntrack?.Dispose();
        stat.Dispose();
        dump.Dispose();
        stop.Dispose();
    }

    private void Run()
    {
        for (var number = 0L; ; number++)
        {
            var ended = WaitUntil(start + offset + (number * IntervalNanoseconds));
            var now = Stopwatch.GetTimestamp();
            emit(Sample((now - start) / 1e9, ended || number % SamplesPerDump == dumpNumber));
            if (ended)
            {
                return;
            }

            // After a stall the missed samples are left out, never made up for.
            number = Math.Max(number, (now - start - offset) / IntervalNanoseconds);
        }
    }

    private bool WaitUntil(long nanoseconds)
    {
        // Handles wait for whole milliseconds: rounded up, as a sample before its moment could lie before the load.
        var milliseconds = (nanoseconds - Stopwatch.GetTimestamp() + 999_999) / 1_000_000;
        return stop.WaitOne(TimeSpan.FromMilliseconds(Math.Max(0, milliseconds)));
    }

    private SocketsLine Sample(double t, bool withDump)
    {
        var begun = Stopwatch.GetTimestamp();
        var sockets = Sockstat.Parse(sockstat.Read());
        var increased = new Dictionary<string, long>();
        foreach (var (name, value) in ReadCounters())
        {
            if (value - baseline.GetValueOrDefault(name) is var since and not 0)
            {
                increased[name] = since;
            }
        }

        var line = new SocketsLine
        {
            Host = host,
            T = Math.Round(t, 6),
            TimeWait = sockets.TimeWait,
            InUse = sockets.InUse,
            Counters = increased,
            Cpu = Math.Round((cpu() - cpuBaseline).TotalSeconds, 6),
            CostMicroseconds = 0,
        };
        line = withDump ? WithDump(line) : line;
        return line with { CostMicroseconds = Math.Round(Stopwatch.GetElapsedTime(begun).TotalMicroseconds, 1) };
    }

    private SocketsLine WithDump(SocketsLine line)
    {
        var use = new DumpedSockets();
        dump.Read(use.Add);
        return use.AddTo(line with { MachineBusy = MachineBusy() });
    }

    // Over a shorter time than about a second one tick of the clock more or less would look like a busy machine.
    private double? MachineBusy()
    {
        var now = Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(machineRead, now) < LeastBusyTime)
        {
            return null;
        }

        var times = CpuTimes.Parse(stat.Read());
        var busy = Math.Round(times.BusySince(machine), 4);
        (machine, machineRead) = (times, now);
        return busy;
    }

    private Dictionary<string, long> ReadCounters()
    {
        CounterTable.Parse(netstat.Read(), "TcpExt", counters);
        CounterTable.Parse(snmp.Read(), "Tcp", counters);
        if (conntrack is not null)
        {
            ConntrackTable.Parse(conntrack.Read(), counters);
        }

        return counters;
    }
}
