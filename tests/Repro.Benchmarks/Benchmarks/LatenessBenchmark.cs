using System.Globalization;
using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>How late requests are sent, as their SYNs show on the wire.</summary>
internal sealed class LatenessBenchmark : IBenchmark
{
    private const string Own = "repro";
    private const string Reference = "C";
    private const double MostOverReference = 1.5;
    private static readonly int[] Rates = [1_000, 7_000];
    private static readonly string Server = $"{Network.Address(1)}:80";

    public string Name => "lateness";

    public string How =>
        "`repro node` as a client, with its sampler, and the C open loop, each on processor 0, towards the C server on processor 1. A "
        + "ring (AF_PACKET) on the server's interface has the kernel's stamp of each SYN; "
        + "late is what comes after the grid of the rate, whose origin is the earliest that no SYN precedes. The first second does not "
        + "count.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        foreach (var rate in Rates)
        {
            var seconds = bench.Seconds(8, 4);
            var result = await bench.CompareAsync(
            [
                new(Own, _ => MeasureAsync(bench, rate, seconds, network => OwnAsync(bench, network, rate, seconds))),
                new(Reference, _ => MeasureAsync(bench, rate, seconds, network => network.RunAsync(
                    0, 0, 60, bench.Reference("client"), "open", Network.Address(1), "80", $"{rate}",
                    seconds.ToString(CultureInfo.InvariantCulture)))),
            ], cancellationToken);
            var what = $"send lateness at {rate:N0}/s, as seen on the wire (SYN), µs";
            var goal = Goal.AtMost(MostOverReference, "× C (p99)");
            var ratio = result[Own, "p99"].Over(result[Reference, "p99"]);
            rows.Add(ratio.IsEmpty
                ? Row.Unmeasured(what, goal, result[Own, "p99"].IsEmpty ? result.Reason(Own) : result.Reason(Reference))
                : Row.Of(what, $"C: {Text(result, Reference)}", $"{Text(result, Own)}: {ratio} ×", goal, ratio.Median));
        }

        return rows;
    }

    private static string Text(Comparison result, string contender) =>
        $"p50 {result[contender, "p50"]}, p99 {result[contender, "p99"]}, p99.9 {result[contender, "p999"]}";

    private static async Task<Dictionary<string, double>> MeasureAsync(Bench bench, int rate, double seconds, Func<Network, Task> sendAsync)
    {
        await using var network = await Network.UpAsync(2);
        await using var server = network.Start(1, 1, bench.Reference("server"), Network.Address(1), "80");
        await server.AwaitLineAsync(line => line == "ready", 10);
        await using var capture = network.Start(1, 1, bench.Reference("syncapture"), Network.Interface(1), "80", $"{rate}");
        await capture.AwaitLineAsync(line => line == "ready", 10);
        await sendAsync(network);
        capture.WriteLine("");
        var values = Numbers.Read(await capture.EndAsync(30));
        return values["dropped"] == 0 && Math.Abs(values["syns"] - (rate * (seconds - 1))) < rate / 100.0
            ? values
            : throw new IOException(
                $"{values["syns"]:N0} SYNs were seen, {rate * (seconds - 1):N0} were due: not all were sent, or some were sent again");
    }

    private static async Task OwnAsync(Bench bench, Network network, int rate, double seconds)
    {
        await using var node = await ReproNode.StartAsync(network, 0, 0, bench.Built.File, ReproNode.Client(Server, rate, seconds));
        node.Begin();
        await node.AwaitAsync("done", seconds + 20);
    }
}
