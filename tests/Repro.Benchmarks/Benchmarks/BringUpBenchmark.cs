using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>What a host of a run takes.</summary>
internal sealed class BringUpBenchmark : IBenchmark
{
    private const int Many = 32;
    private const int Others = 3;

    private const string Scenario = """
        load: { rate: 50/s, duration: 1s }
        backends: { count: 2 }
        mitigations: [none]
        """;

    public string Name => "bring-up";

    public string How =>
        $"`repro run` of a load of one second with one client and with {Many}: what the {Many - 1} further hosts take, a host, up, ready "
        + $"and down again; and {Many + Others} times that. Calibration and report are in both runs, and fall out of the difference.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var programs = bench.IsQuick ? [bench.Built] : bench.Programs;
        var result = await bench.CompareAsync(
            [.. programs.SelectMany(program => ((int[])[1, Many]).Select(clients =>
                new Contender($"{program.Form} {clients}", _ => RunAsync(bench, program, clients))))], cancellationToken);
        return [.. programs.SelectMany(program => Rows(program, result))];
    }

    private static IEnumerable<Row> Rows(ReproProgram program, Comparison result)
    {
        var (few, many) = (result[$"{program.Form} 1", "seconds"], result[$"{program.Form} {Many}", "seconds"]);
        var more = new Series([.. many.Rounds.Zip(few.Rounds, (one, other) => (one - other) * 1000 / (Many - 1))]);
        var (each, all) = ($"{Many} clients up and ready, {program.Form}", $"{Many + Others} hosts up and ready, {program.Form}");
        var (eachGoal, allGoal) = (Goal.AtMost(30, "ms a host"), Goal.AtMost(1.5, "s"));
        if (more.IsEmpty)
        {
            var reason = result.Reason(few.IsEmpty ? $"{program.Form} 1" : $"{program.Form} {Many}");
            return [Row.Unmeasured(each, eachGoal, reason), Row.Unmeasured(all, allGoal, reason)];
        }

        var whole = more.Times((Many + Others) / 1000.0);
        return [Row.Of(each, "", $"{more} ms a host", eachGoal, more.Median), Row.Of(all, "", $"{whole} s", allGoal, whole.Median)];
    }

    private static async Task<Dictionary<string, double>> RunAsync(Bench bench, ReproProgram program, int clients)
    {
        var folder = Directory.CreateTempSubdirectory("run-").FullName;
        try
        {
            var scenario = Path.Combine(folder, "scenario.yaml");
            await File.WriteAllTextAsync(scenario, Scenario);
            return await Whole.MeasureAsync(
                120, program.File, "run", scenario, "--set", $"clients.count={clients}", "--out", Path.Combine(folder, "run"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
