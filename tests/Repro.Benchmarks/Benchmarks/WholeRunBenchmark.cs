using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>A shipped scenario from beginning to end.</summary>
/// <param name="scenario">Its name.</param>
/// <param name="goals">The most seconds that it may take from each form of the program.</param>
/// <param name="limitSeconds">After how long it is given up.</param>
internal sealed class WholeRunBenchmark(string scenario, IReadOnlyDictionary<string, double> goals, double limitSeconds) : IBenchmark
{
    public string Name => scenario;

    public string How => $"`repro run scenarios/{scenario}.yaml`, from its start to its exit, which has to be 0. Processor time is that "
        + "of all of its processes; memory is the most that any of them had.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var programs = bench.IsQuick ? [bench.Built] : bench.Programs;
        var result = await bench.CompareAsync(
            [.. programs.Select(program => new Contender(program.Form, _ => RunAsync(bench, program)))], cancellationToken);
        return [.. programs.Select(program => Row(program, result))];
    }

    private Row Row(ReproProgram program, Comparison result)
    {
        var what = $"{scenario}, whole run, {program.Form}";
        var goal = Goal.AtMost(goals[program.Form], "s");
        var seconds = result[program.Form, "seconds"];
        return seconds.IsEmpty
            ? Measuring.Row.Unmeasured(what, goal, result.Reason(program.Form))
            : Measuring.Row.Of(
                what, "", $"{seconds} s; user {result[program.Form, "user"]} s, system {result[program.Form, "system"]} s; "
                    + $"{result[program.Form, "megabytes"]} MB", goal, seconds.Median);
    }

    private async Task<Dictionary<string, double>> RunAsync(Bench bench, ReproProgram program)
    {
        var output = Directory.CreateTempSubdirectory("run-").FullName;
        try
        {
            return await Whole.MeasureAsync(
                limitSeconds, program.File, "run", Tests.RepositoryRoot.PathOf("scenarios", $"{scenario}.yaml"), "--out",
                Path.Combine(output, "run"));
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }
}
