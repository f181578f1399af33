using System.Text.Json.Nodes;
using Repro.Recording;

namespace Repro.Tests.Analysis;

/// <summary>A recorded case as it comes out of an undisturbed run, to be disturbed where a test wants it to be.</summary>
internal sealed record CaseBuilder
{
    public const double BinSeconds = 0.1;
    public const string NoPort = "connect/EADDRNOTAVAIL";
    public const string Backend = "198.18.0.6:81";

    private const int SamplesPerSecond = 10;

    public string Id { get; init; } = "none@500";

    public bool IsBaseline { get; init; } = true;

    public string? Expected { get; init; }

    public double Rate { get; init; } = 500;

    public double Duration { get; init; } = 10;

    public bool ReusesTimeWait { get; init; }

    public long Capacity { get; init; } = 2000;

    public double Hold { get; init; } = 61;

    public double? PredictedOnset { get; init; }

    /// <summary>When ports run out; null: never.</summary>
    public double? Onset { get; init; }

    public long Recycled { get; init; }

    public IReadOnlyList<SysctlFacts> Sysctls { get; init; } = [new SysctlFacts("net.ipv4.tcp_tw_reuse", "2", "2")];

    public CaseEnd? End { get; init; } = new([], 0);

    /// <summary>A case that runs out of its 2,000 ports after four seconds, as predicted.</summary>
    public static CaseBuilder Exhausted() => new() { Onset = 4, PredictedOnset = 4 };

    /// <summary>One line of traffic at its place in time.</summary>
    public static TrafficLine Line(string host, double t, params FirstFailure[] first) =>
        new() { Host = host, T = t, First = first.Length == 0 ? null : first };

    public CaseFile File() => new()
    {
        Id = Id,
        Mitigation = Id.Split('@')[0],
        Label = Id.Split('@')[0],
        IsBaseline = IsBaseline,
        Expected = Expected,
        OfferedPerSecond = Rate,
        DurationSeconds = Duration,
        BinSeconds = BinSeconds,
        SamplesPerSecond = SamplesPerSecond,
        ReusesTimeWait = ReusesTimeWait,
        Hops =
        [
            new HopFacts("clients→proxy", 28232, 1, 28232, 61, 462.8, null, null),
            new HopFacts("proxy→backends", (int)Capacity / 2, 2, Capacity, Hold, Capacity / Hold, PredictedOnset, PredictedOnset / 2),
        ],
        Hosts =
        [
            new HostFacts("client-1", ["198.18.0.1"], []),
            new HostFacts("proxy", ["198.18.0.5"], Sysctls),
            new HostFacts("backend-1", ["198.18.0.6", "198.18.0.8"], []),
        ],
        Conditions = new JsonObject(),
    };

    public RecordedCase Build()
    {
        var bins = Enumerable.Range(0, (int)Math.Round(Duration / BinSeconds)).ToList();
        var hosts = File().Hosts.Select(host => host.Name);
        return new RecordedCase(
            File(),
            End,
            [.. bins.Select(bin => Traffic("client-1", bin, "http/502", "198.18.0.5:80", 0.001))],
            [.. bins.Select(bin => Traffic("proxy", bin, NoPort, Backend, 0))],
            [.. bins.SelectMany(bin => hosts.Select(host => Sample(host, bin)))]);
    }

    private static bool Before(int bin, double? moment) => moment is null || bin < (int)Math.Round(moment.Value / BinSeconds);

    private TrafficLine Traffic(string host, int bin, string failure, string towards, double delay)
    {
        var count = (long)Math.Round(Rate * BinSeconds);
        var good = Before(bin, Onset);
        var isFirst = !good && Before(bin - 1, Onset);
        var latency = Before(bin, Onset / 2) ? 12_000 : 96_000;
        return new TrafficLine
        {
            Host = host,
            T = bin * BinSeconds,
            Due = count,
            Sent = count,
            Connects = good ? count : 0,
            Ok = good ? count : 0,
            Failed = good ? null : new Dictionary<string, long> { [failure] = count },
            First = isFirst ? [new FirstFailure(Onset!.Value + delay, failure, towards, (long)(Onset.Value * Rate))] : null,
            Latency = good ? [[1_000_000, count]] : null,
            ConnectLatency = good ? [[latency, count]] : null,
        };
    }

    private SocketsLine Sample(string host, int bin)
    {
        var isProxy = host == "proxy";
        return new SocketsLine
        {
            Host = host,
            T = (bin + 1) * BinSeconds,
            TimeWait = isProxy ? (int)Math.Min(Capacity, (bin + 1) * BinSeconds * Rate) : 0,
            InUse = 3,
            Counters = isProxy && Recycled > 0 ? new Dictionary<string, long> { ["TW"] = 1, ["TWRecycled"] = Recycled } : [],
            Cpu = (bin + 1) * BinSeconds / 4,
            MachineBusy = isProxy ? 0.5 : null,
            CostMicroseconds = 20,
        };
    }
}
