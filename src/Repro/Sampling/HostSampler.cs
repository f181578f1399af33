using System.Diagnostics;
using Repro.Linux;
using Repro.Model;
using Repro.Recording;

namespace Repro.Sampling;

/// <summary>
/// Samples the host that it runs in: counters ten times a second, and beside them all sockets once a second. Dumping tens of thousands
/// takes ten milliseconds and more, in which a load on the same processor would run at the clock's ticks alone: that is left to a thread
/// of the idle class, whose dumps come late where the machine is busy, and say so. It does no more than that: a collection of garbage waits
/// for whoever runs managed code, and would wait for the processor with it. The last sample has a dump that waits for nobody.
/// </summary>
internal sealed class HostSampler : IDisposable
{
    /// <summary>Samples a second.</summary>
    public const int SamplesPerSecond = 10;

    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly double phase;
    private readonly Action<SocketsLine> emit;
    private readonly HostCounters counters;
    private readonly HostCounters countersOfDumps;
    private readonly MachineLoad machine = new();
    private readonly SocketDump dump = new();
    private readonly SocketDump lastDump = new();
    private readonly DumpAnswer answer = new();
    private readonly DumpedSockets dumped = new();
    private readonly ConntrackDump? tracked;
    private readonly WakeUp wakeUp = new();
    private readonly Thread counting;
    private readonly Thread dumping;

    private long start;
    private volatile bool isOver;
    private volatile SocketsLine? received;

    /// <param name="host">The host's name.</param>
    /// <param name="phase">When within an interval it samples, and within a second it dumps, 0–1.</param>
    /// <param name="emit">Takes a sample, from either thread; must not block.</param>
    /// <param name="cpu">Processor time so far of the process that does the host's work; asked by either thread.</param>
    /// <param name="tracks">Whether dumps tell of the connections that the host passes on, in place of its own sockets.</param>
    public HostSampler(string host, double phase, Action<SocketsLine> emit, Func<TimeSpan> cpu, bool tracks = false)
    {
        tracked = tracks ? new ConntrackDump() : null;
        (this.phase, this.emit) = (phase, emit);
        counters = new HostCounters(host, cpu);
        countersOfDumps = new HostCounters(host, cpu);
        counting = new Thread(Count) { Name = "sampler", IsBackground = true };
        dumping = new Thread(Dump) { Name = "dumper", IsBackground = true };
    }

    /// <summary>A sample before anybody counts: the first one pays for compilation. It has an entry of every kind.</summary>
    public SocketsLine Rehearse()
    {
        machine.Restart();
        machine.Share();
        dump.Receive(answer, () => false);
        lastDump.Read(dumped.Add);
        dumped.Clear();
        answer.Read(dumped.Add);
        var sample = dumped.AddTo(countersOfDumps.Read(0)) with { DumpLate = 1 };
        dumped.Clear();
        tracked?.AddTo(sample);
        foreach (var state in (TcpState[])[TcpState.Established, TcpState.TimeWait, TcpState.Listen])
        {
            // Not the listener's port, and with another end: such are the ports of a tuple.
            dumped.Add(new SocketEntry(state, state == TcpState.Listen ? 1 : 2, 1, 1, 1, 0));
        }

        return dumped.AddTo(Timed(sample, Stopwatch.GetTimestamp()) with { MachineBusy = 1, TimeWait = 1, Cpu = 1, T = 1 });
    }

    /// <summary>Begins to sample at a moment that lies ahead, CLOCK_MONOTONIC in nanoseconds. Counters count from now on.</summary>
    public void Start(long nanoseconds)
    {
        start = nanoseconds;
        // Now, and not when the load starts: a thread that wakes up late would miss the first connections.
        counters.Restart();
        countersOfDumps.Restart();
        machine.Restart();
        counting.Start();
        dumping.Start();
    }

    /// <summary>Takes a last sample and ends.</summary>
    public void Dispose()
    {
        isOver = true;
        wakeUp.Raise();
        if (counting.IsAlive)
        {
            counting.Join();
        }

        counters.Dispose();
        countersOfDumps.Dispose();
        machine.Dispose();
        dump.Dispose();
        lastDump.Dispose();
        tracked?.Dispose();
        wakeUp.Dispose();
    }

    private void Count()
    {
        var number = 0L;
        Repeat(NanosecondsPerSecond / SamplesPerSecond, (begun, _) =>
        {
            var sample = counters.Read(Seconds(begun));
            emit(Timed(number++ % SamplesPerSecond == 0 ? sample with { MachineBusy = machine.Share() } : sample, begun));
            EmitReceived();
        });
        dumping.Join();
        EmitReceived();
        var last = Stopwatch.GetTimestamp();
        var end = counters.Read(Seconds(last)) with { MachineBusy = machine.Share() };
        dumped.Clear();
        lastDump.Read(dumped.Add);
        emit(Timed(WithDump(end), last));
    }

    private void EmitReceived()
    {
        if (received is { } sample)
        {
            var begun = Stopwatch.GetTimestamp();
            dumped.Clear();
            answer.Read(dumped.Add);
            emit(Timed(WithDump(sample), begun - (long)(sample.CostMicroseconds * 1000)));
            received = null;
        }
    }

    private void Dump()
    {
        IdleClass.Enter();
        Repeat(NanosecondsPerSecond, (begun, due) =>
        {
            var sample = countersOfDumps.ReadSockets(Seconds(begun)) with { DumpLate = Math.Round((begun - due) / 1e9, 6) };
            // As long as the one before has not been looked at there is no room for another.
            if (received is null && dump.Receive(answer, () => isOver))
            {
                received = Timed(sample, begun);
            }
        });
    }

    // After a stall the missed samples are left out, never made up for.
    private void Repeat(long interval, Action<long, long> sample)
    {
        var first = start + (long)(phase * interval);
        for (var due = first; !wakeUp.AwaitUntil(due); due = first + ((((Stopwatch.GetTimestamp() - first) / interval) + 1) * interval))
        {
            sample(Stopwatch.GetTimestamp(), due);
        }
    }

    private SocketsLine WithDump(SocketsLine sample) => tracked?.AddTo(sample) ?? dumped.AddTo(sample);

    private double Seconds(long moment) => (moment - start) / 1e9;

    private static SocketsLine Timed(SocketsLine sample, long begun) =>
        sample with { CostMicroseconds = Math.Round(Stopwatch.GetElapsedTime(begun).TotalMicroseconds, 1) };
}
