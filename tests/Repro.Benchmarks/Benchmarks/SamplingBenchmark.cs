using System.Globalization;
using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>What sampling costs.</summary>
internal sealed class SamplingBenchmark : IBenchmark
{
    private const int Hosts = 7;
    private const string Own = "repro";
    private const string Reference = "C";

    public string Name => "sampling";

    public string How => $"{Hosts} idle hosts, in each a `repro node` as a backend, or C that reads sockstat, netstat and snmp ten times "
        + "a second and dumps all sockets once: their processor time over the same seconds.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var seconds = bench.Seconds(10, 4);
        var result = await bench.CompareAsync(
            [new(Own, token => OwnAsync(bench, seconds, token)), new(Reference, _ => ReferenceAsync(bench, seconds))], cancellationToken);
        var what = $"sampling of {Hosts} hosts, dumps included, % of a core";
        var goal = Goal.AtMost(1.5, "%");
        var own = result[Own, "percent"];
        return [own.IsEmpty
            ? Row.Unmeasured(what, goal, result.Reason(Own))
            : Row.Of(what, $"C reading the same three files {result[Reference, "percent"]}", $"{own}", goal, own.Median)];
    }

    private static async Task<Dictionary<string, double>> OwnAsync(Bench bench, double seconds, CancellationToken cancellationToken)
    {
        await using var network = await Network.UpAsync(Hosts);
        var nodes = new List<ReproNode>();
        try
        {
            for (var host = 0; host < Hosts; host++)
            {
                nodes.Add(await ReproNode.StartAsync(network, host, null, bench.Built.File, ReproNode.Backend("127.0.0.1:80")));
            }

            nodes.ForEach(node => node.Begin());
            // From the second sample on: the first is the warm one, and comes with the start.
            foreach (var node in nodes)
            {
                await node.AwaitAsync("sockets", 30);
                await node.AwaitAsync("sockets", 30);
                _ = node.Launch.AwaitLineAsync(_ => false, seconds + 60).ContinueWith(task => task.Exception, TaskScheduler.Default);
            }

            var before = nodes.Sum(node => node.Launch.CpuSeconds());
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellationToken);
            return new() { ["percent"] = (nodes.Sum(node => node.Launch.CpuSeconds()) - before) * 100 / seconds };
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    private static async Task<Dictionary<string, double>> ReferenceAsync(Bench bench, double seconds)
    {
        await using var network = await Network.UpAsync(Hosts);
        var outputs = await Task.WhenAll(Enumerable.Range(0, Hosts).Select(
            host =>
                network.RunAsync(host, null, seconds + 30, bench.Reference("sampling"), seconds.ToString(CultureInfo.InvariantCulture))));
        return new() { ["percent"] = outputs.Select(Numbers.Read).Sum(values => values["cpu"] / values["seconds"]) * 100 };
    }
}
