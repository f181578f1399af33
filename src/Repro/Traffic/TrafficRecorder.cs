using Repro.Recording;

namespace Repro.Traffic;

/// <summary>Counts what a host does, and hands a line to <paramref name="emit"/> for each bin that has passed. One thread only.</summary>
/// <param name="host">The host.</param>
/// <param name="emit">Takes a line; must not block.</param>
internal sealed class TrafficRecorder(string host, Action<TrafficLine> emit)
{
    /// <summary>Width of a bin.</summary>
    public const long BinNanoseconds = 100_000_000;

    private readonly Dictionary<Outcome, long> failed = [];
    private readonly HashSet<Outcome> seen = [];
    private readonly List<FirstFailure> first = [];
    private readonly LatencyHistogram lateness = new();
    private readonly LatencyHistogram latency = new();
    private readonly LatencyHistogram connectLatency = new();

    private long start = long.MaxValue;
    private long bin;
    private long due;
    private long sent;
    private long unsent;
    private long attempts;
    private long connects;
    private long allConnects;
    private long ok;

    /// <summary>The host.</summary>
    public string Host => host;

    /// <summary>When the current bin ends, or null before the load starts.</summary>
    public long? Deadline => start == long.MaxValue ? null : start + ((bin + 1) * BinNanoseconds);

    /// <summary>Sets the moment that times are counted from, which may lie ahead.</summary>
    public void Start(long nanoseconds) => start = nanoseconds;

    public void Due() => due++;

    public void Sent() => sent++;

    /// <summary>A request was sent by so much later than it was due.</summary>
    public void Sent(long late)
    {
        sent++;
        lateness.Add(late);
    }

    public void Unsent() => unsent++;

    /// <summary>A request was put on its way to a backend so many times.</summary>
    public void Attempted(int times = 1) => attempts += times;

    public void Connected(long nanoseconds)
    {
        connects++;
        allConnects++;
        connectLatency.Add(nanoseconds);
    }

    /// <summary>Where the next connection stands: this moment, and the connections before it.</summary>
    public ConnectionBegin Begin() => new(EventLoop.Now, allConnects);

    /// <summary>Takes the number of connections that have been opened so far from whoever counts them, without their latencies.</summary>
    public void HasConnected(long total)
    {
        connects += total - allConnects;
        allConnects = total;
    }

    /// <summary>
    /// Takes the number of connections that have been opened so far where nothing is known of requests: each stands for one, answered.
    /// </summary>
    public void HasOpened(long total)
    {
        sent += total - allConnects;
        ok += total - allConnects;
        HasConnected(total);
    }

    /// <summary>All ports are taken, and how often one is asked for in vain is not known.</summary>
    /// <param name="outcome">How that is known.</param>
    /// <param name="towards">What they were for.</param>
    /// <param name="moment">Since when.</param>
    /// <param name="opened">Connections that had been opened by then.</param>
    public void HasRunOut(string outcome, string towards, long moment, long opened) =>
        first.Add(new FirstFailure((moment - start) / 1e9, outcome, towards, opened));

    /// <summary>Whether a failure of this kind would be the first.</summary>
    public bool IsNew(Outcome outcome) => !seen.Contains(outcome);

    public void Ok(long nanoseconds)
    {
        ok++;
        latency.Add(nanoseconds);
    }

    public void Failed(Outcome outcome, string towards, long now) => Failed(outcome, towards, new ConnectionBegin(now, allConnects));

    /// <summary>A request failed whose connection never came about: what counts is when that was begun.</summary>
    public void Failed(Outcome outcome, string towards, ConnectionBegin begin)
    {
        failed[outcome] = failed.GetValueOrDefault(outcome) + 1;
        if (seen.Add(outcome))
        {
            first.Add(new FirstFailure((begin.Moment - start) / 1e9, outcome.Name, towards, begin.Before));
        }
    }

    /// <summary>Emits the bins that are over by now.</summary>
    public void Advance(long now)
    {
        while (Deadline is { } end && now >= end)
        {
            Emit();
        }
    }

    /// <summary>Emits the bin that is not over yet.</summary>
    public void Finish() => Emit();

    private void Emit()
    {
        emit(new TrafficLine
        {
            Host = host,
            T = bin * (BinNanoseconds / 1e9),
            Due = due,
            Sent = sent,
            Unsent = unsent,
            Attempts = attempts,
            Connects = connects,
            Ok = ok,
            Failed = failed.Count == 0 ? null : failed.ToDictionary(pair => pair.Key.Name, pair => pair.Value),
            First = first.Count == 0 ? null : [.. first],
            Lateness = lateness.Take(),
            Latency = latency.Take(),
            ConnectLatency = connectLatency.Take(),
        });
        (due, sent, unsent, attempts, connects, ok) = (0, 0, 0, 0, 0, 0);
        failed.Clear();
        first.Clear();
        bin++;
    }
}

/// <summary>When a connection was begun.</summary>
/// <param name="Moment">CLOCK_MONOTONIC in nanoseconds.</param>
/// <param name="Before">Connections of the host before it.</param>
internal readonly record struct ConnectionBegin(long Moment, long Before);
