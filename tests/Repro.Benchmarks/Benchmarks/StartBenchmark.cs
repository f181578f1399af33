using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>What the program takes to say something, and what of it is shipped.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    private const double MostMilliseconds = 200;
    private const double MostAhead = 15;
    private const double MostMegabytes = 50;

    public string Name => "start";

    public string How =>
        "`repro plan scenarios/quick.yaml`, from its start to its exit; and all files of what is published, in megabytes.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var programs = bench.IsQuick ? [bench.Built] : bench.Programs;
        var result = await bench.CompareAsync(
            [.. programs.Select(program => new Contender(program.Form, _ => Whole.MeasureAsync(
                60, program.File, "plan", Tests.RepositoryRoot.PathOf("scenarios", "quick.yaml"))))], cancellationToken);
        return [.. programs.Select(program => Plan(program, result)), .. programs.Skip(1).Select(Size)];
    }

    private static Row Plan(ReproProgram program, Comparison result)
    {
        var what = $"`plan` of quick, {program.Form}";
        var goal = Goal.AtMost(program.Form == Preparation.AheadForm ? MostAhead : MostMilliseconds, "ms");
        var milliseconds = result[program.Form, "seconds"].Times(1000);
        return milliseconds.IsEmpty
            ? Row.Unmeasured(what, goal, result.Reason(program.Form))
            : Row.Of(what, "", $"{milliseconds} ms, {result[program.Form, "megabytes"]} MB", goal, milliseconds.Median);
    }

    private static Row Size(ReproProgram program)
    {
        var what = $"files of what is {program.Form}";
        var goal = Goal.AtMost(MostMegabytes, "MB");
        if (!File.Exists(program.Path))
        {
            return Row.Unmeasured(what, goal, $"there is no program {program.Form}");
        }

        var megabytes = Directory.EnumerateFiles(Path.GetDirectoryName(program.Path)!, "*", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length) / 1e6;
        return Row.Of(what, "", $"{Series.Text(megabytes)} MB", goal, megabytes);
    }
}
