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
    private readonly ProcFile? sockstat6 = File.Exists(Sockstat.Ipv6File) ? new(Sockstat.Ipv6File) : null;
    private readonly List<CounterSource> counters =
        [new("/proc/net/netstat", new CounterTable("TcpExt")), new("/proc/net/snmp", new CounterTable("Tcp"))];
    private readonly ProcFile stat = new("/proc/stat");
    private readonly SocketDump dump = new();
    private readonly DumpedSockets dumped = new();
    private readonly ManualResetEvent stop = new(initialState: false);
    private readonly Thread thread;

    private long start;
    private int changed;
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
        if (File.Exists(ConntrackTable.File))
        {
            counters.Add(new CounterSource(ConntrackTable.File, new ConntrackTable()));
        }

        thread = new Thread(Run) { Name = "sampler", IsBackground = true };
    }

    /// <summary>A sample before anybody counts: the first one pays for compilation. It has an entry of every kind.</summary>
    public SocketsLine Rehearse()
    {
        var sample = Sample(0, withDump: true);
        dumped.Clear();
        foreach (var state in (TcpState[])[TcpState.Established, TcpState.TimeWait, TcpState.Listen])
        {
            // Not the listener's port, and with another end: such are the ports of a tuple.
            dumped.Add(new SocketEntry(state, state == TcpState.Listen ? 1 : 2, 1, 1, 1, 0));
        }

        return dumped.AddTo(sample with { MachineBusy = CpuTimes.Parse(stat.Read()).BusySince(default), TimeWait = 1, Cpu = 1, T = 1 });
    }

    /// <summary>Begins to sample at a moment that lies ahead, CLOCK_MONOTONIC in nanoseconds. Counters count from now on.</summary>
    public void Start(long nanoseconds)
    {
        start = nanoseconds;
        // Now, and not when the load starts: a thread that wakes up late would miss the first connections.
        counters.ForEach(source => source.Restart());
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
        sockstat6?.Dispose();
        counters.ForEach(source => source.Dispose());
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
        var sockets = Sockstat.Parse(sockstat.Read(), sockstat6 is null ? [] : sockstat6.Read());
        var changes = new Dictionary<string, long>(changed);
        foreach (var source in counters)
        {
            source.AddTo(changes);
        }

        changed = changes.Count;
        var line = new SocketsLine
        {
            Host = host,
            T = Math.Round(t, 6),
            TimeWait = sockets.TimeWait,
            InUse = sockets.InUse,
            Counters = changes,
            Cpu = Math.Round((cpu() - cpuBaseline).TotalSeconds, 6),
            CostMicroseconds = 0,
        };
        line = withDump ? WithDump(line) : line;
        return line with { CostMicroseconds = Math.Round(Stopwatch.GetElapsedTime(begun).TotalMicroseconds, 1) };
    }

    private SocketsLine WithDump(SocketsLine line)
    {
        dumped.Clear();
        dump.Read(dumped.Add);
        return dumped.AddTo(line with { MachineBusy = MachineBusy() });
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
}
