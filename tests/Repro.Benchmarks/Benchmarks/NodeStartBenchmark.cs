using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>What the start of a node costs.</summary>
internal sealed class NodeStartBenchmark : IBenchmark
{
    public string Name => "node-start";

    public string How => "`repro node` as a client in a host: processor time of all of its threads when it says that it is ready.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var result = await bench.CompareAsync(
            [.. bench.Programs.Select(program => new Contender(program.Form, _ => MeasureAsync(program)))], cancellationToken);
        return [.. bench.Programs.Select(program =>
        {
            var what = $"start of a node, exec to ready, {program.Form}";
            var goal = Goal.AtMost(program == bench.Built ? 60 : 25, "ms of CPU");
            var cpu = result[program.Form, "cpu"];
            return cpu.IsEmpty
                ? Row.Unmeasured(what, goal, result.Reason(program.Form))
                : Row.Of(what, "", $"{cpu} ms of CPU, {result[program.Form, "megabytes"]} MB", goal, cpu.Median);
        })];
    }

    private static async Task<Dictionary<string, double>> MeasureAsync(ReproProgram program)
    {
        await using var network = await Network.UpAsync(1);
        await using var node = await ReproNode.StartAsync(network, 0, null, program.File, ReproNode.Client("127.0.0.1:80", 10, 1));
        var memory = Launch.Number(await File.ReadAllTextAsync($"/proc/{node.Launch.Id}/status"), "VmRSS:") / 1024;
        return new() { ["cpu"] = node.Launch.CpuSeconds() * 1000, ["megabytes"] = memory };
    }
}
