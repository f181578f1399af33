using Repro.Recording;

namespace Repro.Running;

/// <summary>What a case is doing.</summary>
public enum CasePhase
{
    /// <summary>Its turn has not come.</summary>
    Waiting,

    /// <summary>Hosts come up.</summary>
    Preparing,

    /// <summary>Requests are sent.</summary>
    Running,

    /// <summary>All is recorded.</summary>
    Done,

    /// <summary>It could not be run to its end.</summary>
    Failed,
}

/// <summary>How far a case is, for views; it may be read at any time from any thread.</summary>
public sealed class CaseProgress
{
    private const int BinsKept = 20;

    private readonly Lock gate = new();
    private readonly SortedDictionary<long, (long Ok, long Failed)> bins = [];

    internal CaseProgress(Planning.PlannedCase planned) => Case = planned;

    /// <summary>The case.</summary>
    public Planning.PlannedCase Case { get; }

    /// <summary>What it is doing.</summary>
    public CasePhase Phase { get; internal set; }

    /// <summary>Seconds of load so far.</summary>
    public double Elapsed { get; private set; }

    /// <summary>TIME_WAIT sockets of the proxy at the last sample.</summary>
    public int TimeWait { get; private set; }

    /// <summary>Requests answered, and failed, per second over the last second of which all is known.</summary>
    public (double Ok, double Failed) Rates
    {
        get
        {
            lock (gate)
            {
                // The newest bins lack what some clients have not said yet.
                var whole = bins.Values.SkipLast(2).TakeLast(10).ToList();
                var seconds = whole.Count / 10.0;
                return seconds > 0 ? (whole.Sum(bin => bin.Ok) / seconds, whole.Sum(bin => bin.Failed) / seconds) : (0, 0);
            }
        }
    }

    internal void Add(TrafficLine line)
    {
        lock (gate)
        {
            var failures = line.Failed?.Values.Sum() ?? 0;
            var bin = (long)Math.Round(line.T * 10);
            var known = bins.GetValueOrDefault(bin);
            bins[bin] = (known.Ok + line.Ok, known.Failed + failures);
            while (bins.Count > BinsKept)
            {
                bins.Remove(bins.Keys.First());
            }

            Elapsed = Math.Max(Elapsed, line.T + 0.1);
        }
    }

    internal void Add(SocketsLine line) => TimeWait = line.TimeWait;
}
