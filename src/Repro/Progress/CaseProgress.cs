using Repro.Model;
using Repro.Planning;
using Repro.Recording;

namespace Repro.Progress;

/// <summary>Follows a case through its run, in as little memory for a day as for a second; any thread may tell it, or ask.</summary>
internal sealed class CaseProgress(PlannedCase planned)
{
    private const double BinSeconds = 0.1;
    private const int BinsKept = 20;
    private const int BinsPerSecond = 10;

    private readonly Lock gate = new();
    private readonly double duration = planned.Conditions.Load.Duration.TotalSeconds;
    private readonly Hop hop = planned.Prediction.Bottleneck;
    private readonly SortedDictionary<long, Requests> recent = [];
    private readonly Requests[] parts = new Requests[CaseState.Parts];
    private readonly HeldPorts ports = new();
    private int begun;
    private double elapsed;
    private double? firstFailure;

    /// <summary>What the case is doing.</summary>
    public CasePhase Phase { get; set; }

    /// <summary>The case as it is now.</summary>
    public CaseState State
    {
        get
        {
            lock (gate)
            {
                var rates = Rates();
                return new CaseState
                {
                    Id = planned.Id,
                    Label = planned.Label,
                    Phase = Phase,
                    ElapsedSeconds = elapsed,
                    DurationSeconds = duration,
                    OfferedPerSecond = planned.Conditions.Load.Law.OfferedPerSecond,
                    OkPerSecond = rates.Ok,
                    FailedPerSecond = rates.Failed,
                    FailedShares = [.. parts.Take(begun).Select(part => part.FailedShare)],
                    Hop = hop.Name,
                    // Between two dumps one that was open and has come to TIME_WAIT is counted as both.
                    PortsInUse = Math.Min(ports.InUse, hop.CapacityPorts),
                    PortsInTimeWait = Math.Min(ports.InTimeWait, hop.CapacityPorts),
                    CapacityPorts = hop.CapacityPorts,
                    PredictedOnsetSeconds = hop.OnsetSeconds,
                    FirstFailureSeconds = firstFailure,
                };
            }
        }
    }

    /// <summary>Takes what a client did in a bin.</summary>
    public void Add(TrafficLine line)
    {
        lock (gate)
        {
            var requests = new Requests(line.Ok, line.Failed?.Values.Sum() ?? 0);
            var bin = (long)Math.Round(line.T / BinSeconds);
            recent[bin] = recent.GetValueOrDefault(bin) + requests;
            while (recent.Count > BinsKept)
            {
                recent.Remove(recent.Keys.First());
            }

            // Answers come in after the last request too.
            var part = (int)Math.Clamp(line.T / duration * parts.Length, 0, parts.Length - 1);
            parts[part] += requests;
            begun = Math.Max(begun, part + 1);
            elapsed = Math.Min(duration, Math.Max(elapsed, line.T + BinSeconds));
            foreach (var first in line.First ?? [])
            {
                firstFailure = Math.Min(firstFailure ?? first.T, first.T);
            }
        }
    }

    /// <summary>Takes a sample of a host that opens connections, or passes them on.</summary>
    public void Add(SocketsLine line)
    {
        // Of the hop's opening side alone.
        if (HostRoles.Of(line.Host) == HostRoles.OpenerOf(hop.Name))
        {
            lock (gate)
            {
                ports.Add(line);
            }
        }
    }

    // The newest bins lack what some clients have not said yet.
    private (double Ok, double Failed) Rates()
    {
        var whole = recent.Values.SkipLast(2).TakeLast(BinsPerSecond).ToList();
        var all = whole.Aggregate(default(Requests), (sum, bin) => sum + bin);
        var seconds = Math.Max(1, whole.Count) * BinSeconds;
        return (all.Ok / seconds, all.Failed / seconds);
    }

    private readonly record struct Requests(long Ok, long Failed)
    {
        public double FailedShare => Failed == 0 ? 0 : Math.Round((double)Failed / (Ok + Failed), 3);

        public static Requests operator +(Requests one, Requests other) => new(one.Ok + other.Ok, one.Failed + other.Failed);
    }
}
