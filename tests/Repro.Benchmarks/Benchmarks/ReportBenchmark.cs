using Repro.Benchmarks.Lab;
using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks.Benchmarks;

/// <summary>What a report takes.</summary>
internal sealed class ReportBenchmark : IBenchmark
{
    private const int Cases = 22;
    private const double Day = 86_400;
    private const string Many = "many cases";
    private const string Short = "short";
    private const string Long = "long";

    public string Name => "report";

    public string How =>
        $"`repro report` of {Cases} cases copied from results/example under other names, and of one of its cases with its lines again and "
        + "again at later times, for 110 s and for an hour (quick: 11 minutes). "
        + "A day is extrapolated from the difference of these two; it is not run.";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var (many, few, long_) = (Folder(bench, Many), Folder(bench, Short), Folder(bench, Long));
        SyntheticRun.OfCases(many, Cases);
        var fewSeconds = SyntheticRun.OfLength(few, 10);
        var longSeconds = SyntheticRun.OfLength(long_, bench.IsQuick ? 60 : 327);
        var result = await bench.CompareAsync(
            [new(Many, _ => ReportAsync(bench, many)), new(Short, _ => ReportAsync(bench, few)), new(Long, _ => ReportAsync(bench, long_))],
            cancellationToken);

        Series Slope(string value) => new(
            [.. result[Long, value].Rounds.Zip(result[Short, value].Rounds, (one, other) => (one - other) / (longSeconds - fewSeconds))]);
        var (memory, time) = (Slope("megabytes"), Slope("seconds").Times(1000));
        var day = new Series([.. result[Short, "megabytes"].Rounds.Zip(memory.Rounds, (less, each) => less + (each * (Day - fewSeconds)))]);
        return
        [
            result[Many, "seconds"].IsEmpty
                ? Row.Unmeasured($"`report` of {Cases} cases", Goal.AtMost(1.2, "s"), result.Reason(Many))
                : Row.Of(
                    $"`report` of {Cases} cases", "", $"{result[Many, "seconds"]} s, {result[Many, "megabytes"]} MB", Goal.AtMost(1.2, "s"),
                    result[Many, "seconds"].Median),
            day.IsEmpty
                ? Row.Unmeasured(
                    "`report` of a day of one case",
                    Goal.AtMost(500, "MB"),
                    result[Long, "seconds"].IsEmpty ? result.Reason(Long) : result.Reason(Short))
                : Row.Of(
                    "`report` of a day of one case, extrapolated", "", $"{day} MB: {memory} MB and {time} ms for each second of load",
                    Goal.AtMost(500, "MB"), day.Median),
        ];
    }

    private static string Folder(Bench bench, string name) =>
        Directory.CreateDirectory(Path.Combine(bench.Work, name.Replace(' ', '-'))).FullName;

    private static async Task<Dictionary<string, double>> ReportAsync(Bench bench, string run)
    {
        var output = Directory.CreateTempSubdirectory("report-").FullName;
        try
        {
            return await Whole.MeasureAsync(
                300, "sh", "-c", "\"$@\" >/dev/null; code=$?; [ $code -le 1 ]", "sh", bench.Built.File, "report", run, "--out", output);
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }
}
