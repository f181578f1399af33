using System.Text;

namespace Repro.Benchmarks.Measuring;

/// <summary>docs/performance.md: written by the command, never by hand.</summary>
internal static class PerformancePage
{
    public static string Write(
        IReadOnlyList<string> machine, string command, int rounds, IReadOnlyList<(IBenchmark Benchmark, IReadOnlyList<Row> Rows)> results)
    {
        var text = new StringBuilder();
        text.AppendLine("# What it costs, beside others").AppendLine();
        text.AppendLine(
            $"Written by `{command}`; not to be edited. {(rounds == 1 ? "One round" : $"{rounds} rounds")}, interleaved: medians, with "
            + "the least and the most in brackets;");
        text.AppendLine("a ratio is taken round by round, and its median is quoted.").AppendLine();
        foreach (var line in machine)
        {
            text.AppendLine($"- {line}");
        }

        text.AppendLine().AppendLine("| what | beside | measured | goal | met |").AppendLine("| --- | --- | --- | --- | --- |");
        foreach (var row in results.SelectMany(result => result.Rows))
        {
            text.AppendLine($"| {string.Join(" | ", new[] { row.What, row.Beside, row.Measured, row.Goal, row.Verdict }.Select(Cell))} |");
        }

        text.AppendLine().AppendLine("## How each was measured").AppendLine();
        foreach (var (benchmark, _) in results)
        {
            text.AppendLine($"- **{benchmark.Name}**: {benchmark.How}");
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
