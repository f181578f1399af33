using Repro.Benchmarks.Measuring;
using Repro.Physics;
using Repro.Sampling;
using Repro.Traffic;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>What requests and samples leave for the garbage collector.</summary>
internal sealed class AllocationBenchmark : IBenchmark
{
    private const int Rate = 2_000;
    private const int Samples = 20;
    private const string Requests = "requests";
    private const string Sampling = "samples";

    public string Name => "allocation";

    public string How =>
        $"Client, proxy and backend in this process over 127/8, {Rate:N0}/s of connections that are reset: bytes that each role's thread "
        + "allocated in a long load beyond those of a short one, a request, lines of its bins included. "
        + $"And of a sample of counters and a dump of all sockets, the mean of {Samples} after the first, the line that is made of them "
        + "included.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var result = await bench.CompareAsync(
            [new(Requests, _ => Task.Run(() => OfRequests(bench))), new(Sampling, _ => Task.Run(OfSamples))], cancellationToken);
        return
        [
            Row("allocated per request, steady: client", result, Requests, "client", 0),
            Row("the same: client, proxy and backend together", result, Requests, "all", 0),
            Row("allocated per sample of counters", result, Sampling, "sample", 0),
            Row("allocated per dump of all sockets", result, Sampling, "dump", 0),
        ];
    }

    private static Row Row(string what, Comparison result, string contender, string value, double most)
    {
        var goal = Goal.AtMost(most, "B");
        return result[contender, value].IsEmpty
            ? Measuring.Row.Unmeasured(what, goal, result.Reason(contender))
            : Measuring.Row.Of(what, "", $"{result[contender, value]} B", goal, result[contender, value].Median);
    }

    private static Dictionary<string, double> OfRequests(Bench bench)
    {
        Load(0.2);
        var (few, many) = (Load(0.2), Load(bench.Seconds(3, 1)));
        var requests = many.Requests - few.Requests;
        return new()
        {
            ["client"] = (many.Client - few.Client) / requests,
            ["all"] = (many.Client + many.Others - few.Client - few.Others) / requests,
        };
    }

    private static (double Requests, double Client, double Others) Load(double seconds)
    {
        var (atBackend, atProxy) = (Endpoint.Parse("127.0.0.1:81"), Endpoint.Parse("127.0.0.2:80"));
        using var backend = new Backend(new BackendSpec([atBackend], 64));
        using var proxy = new Proxy(
            new ProxySpec { Listen = atProxy, Tuples = [new OpenerSpec.Tuple(null, atBackend)], TimeoutSeconds = 5, Abort = true },
            new TrafficRecorder("proxy", _ => { }));
        var ok = 0L;
        using var client = new Client(
            new ClientSpec
            {
                Tuples = [new OpenerSpec.Tuple(null, atProxy)],
                Arrivals = new ArrivalLaw { RatePerSecond = Rate, DurationSeconds = seconds },
                TimeoutSeconds = 5,
                Index = 0,
                Clients = 1,
                Abort = true,
            },
            new TrafficRecorder("client", line => ok += line.Ok));
        var others = new long[2];
        var threads = ((IRole[])[backend, proxy]).Index().Select(role => Start(() => others[role.Index] = AllocatedBy(role.Item))).ToList();
        var own = 0L;
        var start = EventLoop.Now + 20_000_000;
        proxy.Start(start);
        client.Start(start);
        var load = Start(() => own = AllocatedBy(client));
        load.Join();
        proxy.Stop();
        backend.Stop();
        threads.ForEach(thread => thread.Join());
        return ok >= Rate * seconds * 0.98
            ? (ok, own, others.Sum())
            : throw new IOException($"{ok} of {Rate * seconds:0} requests were answered");
    }

    private static Dictionary<string, double> OfSamples()
    {
        using var counters = new HostCounters("host", () => default);
        using var dump = new SocketDump();
        var dumped = new DumpedSockets();
        counters.Restart();
        return new() { ["sample"] = Mean(() => counters.Read(0)), ["dump"] = Mean(Dump) };

        void Dump()
        {
            dumped.Clear();
            dump.Read(dumped.Add);
        }
    }

    private static double Mean(Action work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < Samples; number++)
        {
            work();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Samples;
    }

    private static Thread Start(Action run)
    {
        var thread = new Thread(new ThreadStart(run));
        thread.Start();
        return thread;
    }

    private static long AllocatedBy(IRole role)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        role.Run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
