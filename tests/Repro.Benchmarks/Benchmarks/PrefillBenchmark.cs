using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>Filling the default range of ports.</summary>
internal sealed class PrefillBenchmark : IBenchmark
{
    private const int First = 32_768;
    private const int Last = 60_999;
    private const double Least = 0.8;
    private const string Own = "repro";
    private const string Reference = "C";

    public string Name => "prefill";

    public string How => "`repro node` as a proxy is told to prefill, and says how long it took; C sets the same socket option "
        + "(IP_LOCAL_PORT_RANGE), connects and closes. Processor 0, towards the C server on processor 1.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var result = await bench.CompareAsync(
            [
                new(Own, _ => MeasureAsync(bench, network => OwnAsync(bench, network))),
                new(Reference, _ => MeasureAsync(bench, network => ReferenceAsync(bench, network))),
            ],
            cancellationToken);
        var what = $"prefill of {Last - First + 1:N0} ports, µs a port";
        var goal = Goal.AtLeast(Least, "× as fast as C");
        var ratio = result[Reference, "us"].Over(result[Own, "us"]);
        return [ratio.IsEmpty
            ? Row.Unmeasured(what, goal, result[Own, "us"].IsEmpty ? result.Reason(Own) : result.Reason(Reference))
            : Row.Of(
                what, $"C with the same socket option {result[Reference, "us"]}", $"{result[Own, "us"]}: {ratio}", goal, ratio.Median)];
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(Bench bench, Func<Network, Task<double>> measureAsync)
    {
        await using var network = await Network.UpAsync(2, keepsPorts: true);
        await using var server = network.Start(1, 1, bench.Reference("server"), Network.Address(1), "80");
        await server.AwaitLineAsync(line => line == "ready", 10);
        return new() { ["us"] = await measureAsync(network) };
    }

    private static async Task<double> OwnAsync(Bench bench, Network network)
    {
        var spec = ReproNode.Proxy("127.0.0.1:81", $"{Network.Address(1)}:80", Enumerable.Range(First, Last - First + 1));
        await using var node = await ReproNode.StartAsync(network, 0, 0, bench.Built.File, spec);
        node.Launch.WriteLine("prefill");
        var facts = await node.AwaitAsync("opener", 60);
        return (double)facts["prefillSeconds"]! * 1e6 / (double)facts["prefilled"]!;
    }

    private static async Task<double> ReferenceAsync(Bench bench, Network network) =>
        Numbers.Read(
            await network.RunAsync(0, 0, 60, bench.Reference("prefill"), Network.Address(1), "80", $"{First}", $"{Last}"))["microseconds"];
}
