using Repro.Model;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Tests.Analysis;

/// <summary>A recorded case as it comes out of an undisturbed run, to be disturbed where a test wants it to be.</summary>
internal sealed record CaseBuilder
{
    public const double BinSeconds = 0.1;
    public const string NoPort = "connect/EADDRNOTAVAIL";
    public const string Backend = "198.18.0.6:81";

    private static readonly Dictionary<string, long> NoCounters = [];

    public string Id { get; init; } = "none@500";

    public string Point { get; init; } = "";

    public string? Label { get; init; }

    public bool IsBaseline { get; init; } = true;

    public string? Expected { get; init; }

    /// <summary>What the scenario expects of it, figure by figure; null for a run that is older than that.</summary>
    public IReadOnlyList<ExpectationFacts>? Expectations { get; init; }

    /// <summary>Why it was not run; null for one that was.</summary>
    public string? PredictedOnly { get; init; }

    public double Rate { get; init; } = 500;

    public double Duration { get; init; } = 10;

    /// <summary>Seconds of a bin, and between two samples of a host.</summary>
    public double Resolution { get; init; } = BinSeconds;

    public Conditions Conditions { get; init; } = new();

    public long Capacity { get; init; } = 2000;

    public int Tuples { get; init; } = 2;

    /// <summary>Tuples that were seen in use; as many as there are, unless told.</summary>
    public int? TuplesSeen { get; init; }

    /// <summary>Source of the proxy's connections to the backends.</summary>
    public string Source { get; init; } = "198.18.0.5";

    public int RequestsPerConnection { get; init; } = 1;

    /// <summary>Attempts of the proxy over the whole load, retries included; 0: not counted.</summary>
    public long Attempts { get; init; }

    public long? PredictedRecycled { get; init; }

    public double Hold { get; init; } = 61;

    public double? PredictedOnset { get; init; }

    /// <summary>When ports run out; null: never.</summary>
    public double? Onset { get; init; }

    /// <summary>After how long every port is free once more, from when it was taken; null: not before the end.</summary>
    public double? Period { get; init; }

    public string Failure { get; init; } = NoPort;

    /// <summary>Counters of the proxy at its end.</summary>
    public IReadOnlyDictionary<string, long> Counters { get; init; } = NoCounters;

    /// <summary>Counters of the backend at its end.</summary>
    public IReadOnlyDictionary<string, long> BackendCounters { get; init; } = NoCounters;

    /// <summary>TIME_WAIT of the proxy, at most; by the load, unless told.</summary>
    public int? MostTimeWait { get; init; }

    public int FinWait2 { get; init; }

    public int Established { get; init; }

    /// <summary>TIME_WAIT on each tuple, as dumps see it.</summary>
    public int UpstreamTimeWait { get; init; }

    /// <summary>What the clients see of a failure at the proxy.</summary>
    public string SeenByClients { get; init; } = "http/502";

    public double? TimeWaitLeft { get; init; }

    /// <summary>Sysctls of the proxy as asked and as read.</summary>
    public IReadOnlyList<SysctlFacts> Readbacks { get; init; } = [new SysctlFacts("net.ipv4.tcp_tw_reuse", "2", "2")];

    public CaseEnd? End { get; init; } = new([], 0);

    /// <summary>A case that runs out of its 2,000 ports after four seconds, as predicted.</summary>
    public static CaseBuilder Exhausted() => new() { Onset = 4, PredictedOnset = 4 };

    /// <summary>Conditions with sysctls of the proxy.</summary>
    public static Conditions With(params (string Key, string Value)[] sysctls) => new()
    {
        Proxy = new Proxy { Sysctls = sysctls.Aggregate(Sysctls.None, (all, one) => all.With(one.Key, one.Value)) },
    };

    /// <summary>One line of traffic at its place in time.</summary>
    public static TrafficLine Line(string host, double t, params FirstFailure[] first) =>
        new() { Host = host, T = t, First = first.Length == 0 ? null : first };

    public CaseFile File() => new()
    {
        Id = Id,
        Mitigation = Id.Split('@')[0],
        Label = Label ?? Id.Split('@')[0],
        Point = Point,
        Summary = $"what {Id} changes",
        Risk = "a risk",
        PredictedOnly = PredictedOnly,
        IsBaseline = IsBaseline,
        Expected = Expected,
        Expectations = Expectations,
        OfferedPerSecond = Rate,
        DurationSeconds = Duration,
        Requests = (long)Math.Round(Rate * Duration),
        BinSeconds = Resolution,
        SamplesPerSecond = SamplesPerSecond,
        Hops =
        [
            new HopFacts("clients→proxy", 28232, 1, 28232, 1, 61, 462.8, null, null),
            new HopFacts(
                "proxy→backends",
                (int)Capacity / Tuples,
                Tuples,
                Capacity,
                RequestsPerConnection,
                Hold,
                Capacity / Hold * RequestsPerConnection,
                PredictedOnset,
                PredictedOnset / 2),
        ],
        TimeWaitRecycled = PredictedRecycled,
        Hosts = PredictedOnly is not null
            ? []
            :
            [
                new HostFacts("client-1", ["198.18.0.1"], []),
                new HostFacts("proxy", ["198.18.0.5"], Readbacks),
                new HostFacts("backend-1", ["198.18.0.6", "198.18.0.8"], []),
            ],
        Conditions = ScenarioFile.ToJson(Conditions),
    };

    public RecordedCase Build()
    {
        if (PredictedOnly is not null)
        {
            return new RecordedCase(File(), End, [], [], []);
        }

        var bins = Enumerable.Range(0, (int)Math.Round(Duration / Resolution)).ToList();
        var hosts = File().Hosts.Select(host => host.Name);
        return new RecordedCase(
            File(),
            End,
            [.. bins.Select(bin => Traffic("client-1", bin, SeenByClients, "198.18.0.5:80", 0.001))],
            [.. bins.Select(bin => Traffic("proxy", bin, Failure, Backend, 0))],
            [.. bins.SelectMany(bin => hosts.Select(host => Sample(host, bin, bins.Count)))]);
    }

    /// <summary>The case with the clients' ports in place of the proxy's: the same failures, one hop before.</summary>
    public RecordedCase BuildWithClientsRunningOut()
    {
        var recorded = (this with { SeenByClients = NoPort, Failure = "" }).Build();
        return recorded with
        {
            File = recorded.File with
            {
                Hops =
                [
                    recorded.File.Hops[0] with
                    {
                        CapacityPorts = Capacity,
                        PortsPerTuple = (int)Capacity / Tuples,
                        Tuples = Tuples,
                    },
                    recorded.File.Hops[1],
                ],
            },
            Proxy = [.. recorded.Proxy.Select(line => line with { Failed = null, First = null })],
            Sockets = [.. recorded.Sockets.Select(line =>
                line.Host == "client-1" ? line with { TimeWait = (int)Math.Min(Capacity, line.T * Rate) } : line)],
        };
    }

    private int SamplesPerSecond => Math.Max(1, (int)Math.Round(1 / Resolution));

    private int Bin(double moment) => (int)Math.Round(moment / Resolution);

    private bool Before(int bin, double? moment) => moment is null || bin < Bin(moment.Value);

    private TrafficLine Traffic(string host, int bin, string failure, string towards, double delay)
    {
        var count = (long)Math.Round(Rate * Resolution);
        var good = Before(Period is { } period ? bin % Bin(period) : bin, Onset);
        var isFirst = Onset is { } onset && bin == Bin(onset);
        var latency = Before(bin, Onset / 2) ? 12_000 : 96_000;
        var connects = host == "proxy" ? count / RequestsPerConnection : count;
        return new TrafficLine
        {
            Host = host,
            T = bin * Resolution,
            Due = count,
            Sent = count,
            Attempts = host == "proxy" && bin == 0 ? Attempts : 0,
            Connects = good ? connects : 0,
            Ok = good ? count : 0,
            Failed = good ? null : new Dictionary<string, long> { [failure] = count },
            First = isFirst
                ? [new FirstFailure(
                    Onset!.Value + delay,
                    failure,
                    towards,
                    (long)Math.Round(Onset.Value * Rate / (host == "proxy" ? RequestsPerConnection : 1)))]
                : null,
            Latency = good ? [new Bucket(1_000_000, count)] : null,
            ConnectLatency = good ? [new Bucket(latency, connects)] : null,
        };
    }

    private SocketsLine Sample(string host, int bin, int bins)
    {
        var isProxy = host == "proxy";
        var isDump = isProxy && bin % SamplesPerSecond == SamplesPerSecond - 1;
        var taken = (int)Math.Min(MostTimeWait ?? Capacity, (End?.Proxy?.Prefilled ?? 0) + ((bin + 1) * Resolution * Rate));
        var counters = isProxy ? Counters : host == "backend-1" ? BackendCounters : NoCounters;
        return new SocketsLine
        {
            Host = host,
            T = (bin + 1) * Resolution,
            TimeWait = isProxy ? taken : 0,
            InUse = 3,
            Counters = bin == bins - 1 ? counters : NoCounters,
            Cpu = (bin + 1) * Resolution / 4,
            MachineBusy = isProxy ? 0.5 : null,
            States = isDump ? new Dictionary<TcpState, int> { [TcpState.TimeWait] = taken, [TcpState.FinWait2] = FinWait2 } : null,
            Tuples = isDump
                ? [.. Enumerable.Range(0, TuplesSeen ?? Tuples)
                    .Select(tuple => new TupleUse(Source, $"198.18.0.6:{81 + tuple}", taken / Tuples, Established, UpstreamTimeWait))]
                : null,
            TimeWaitLeft = isDump ? TimeWaitLeft : null,
            CostMicroseconds = 20,
        };
    }
}
