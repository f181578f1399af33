using Repro.Knobs;

namespace Repro.Tests.Knobs;

/// <summary>What a run might show: 5,000 connections of one request each over 2,000 ports, and nothing else unless told.</summary>
internal sealed record Observed : IObserved
{
    public double DurationSeconds { get; init; } = 10;

    public int Tuples { get; init; } = 2;

    public long CapacityPorts { get; init; } = 2000;

    public double RequestsPerConnection { get; init; } = 1;

    public long? PredictedRecycled { get; init; }

    public IEnumerable<Readback> Sysctls { get; init; } = [];

    public long Connects { get; init; } = 5000;

    public long Requests { get; init; } = 5000;

    public long Attempts { get; init; }

    public IReadOnlyList<string> PortFailures { get; init; } = [];

    public int PeakTimeWait { get; init; }

    public int PeakOpen { get; init; }

    public int FirstTimeWait { get; init; }

    public int PeakFinWait2 { get; init; }

    public double? TimeWaitLeft { get; init; }

    public int TuplesUsed { get; init; }

    public int ClientTuplesUsed { get; init; }

    public string? SocketPorts { get; init; }

    public long Prefilled { get; init; }

    public IReadOnlyDictionary<string, long> Counters { get; init; } = new Dictionary<string, long>();

    public IReadOnlyDictionary<string, long> BackendCounters { get; init; } = new Dictionary<string, long>();

    public IEnumerable<Readback> SocketOptions { get; init; } = [];

    public int NatPeakEntries { get; init; }

    public int NatPeakTimeWait { get; init; }

    public IReadOnlyList<ObservedStep> Steps { get; init; } = [];

    public IReadOnlyDictionary<string, long> NatCounters { get; init; } = new Dictionary<string, long>();

    public long Restarts { get; init; }

    public IReadOnlyList<int> TakenPorts { get; init; } = [];

    public long NatCounter(string name) => NatCounters.GetValueOrDefault(name);

    public long Counter(string name) => Counters.GetValueOrDefault(name);

    public long BackendCounter(string name) => BackendCounters.GetValueOrDefault(name);
}
