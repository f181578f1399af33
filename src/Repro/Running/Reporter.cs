using System.Text.Json;
using Repro.Analysis;
using Repro.Charts;
using Repro.Linux;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Running;

/// <summary>Recorded runs to summary, charts and report; needs no lab, and gives the same bytes each time.</summary>
public static class Reporter
{
    private static readonly SummaryJson Json = new(ReadableJson.From(SummaryJson.Default.Options));
    private static readonly ComparisonJson ComparisonFormat = new(ReadableJson.From(ComparisonJson.Default.Options));

    /// <summary>Reads a run and writes what it shows.</summary>
    /// <param name="run">The run's directory.</param>
    /// <param name="output">Where to write; the run's directory itself, usually.</param>
    /// <exception cref="ReproException">The run can't be read, or the output can't be written.</exception>
    public static RunSummary Write(string run, string output)
    {
        var recorded = RecordedRun.Read(run);
        return Guarded(output, () =>
        {
            Directory.CreateDirectory(output);
            // What is drawn is thinned out: the series are written while each case is at hand.
            var series = Path.Combine(output, RunDirectory.SeriesName);
            var conclusions = RunAnalysis.Analyze(recorded, one => WriteSeries(one, series));
            RunDirectory.Write(Path.Combine(output, RunDirectory.SummaryName), conclusions.Summary, Json.RunSummary);
            var figures = ChartBook.Draw(conclusions);
            ChartBook.Write(figures, Path.Combine(output, RunDirectory.ChartsName));
            File.WriteAllText(Path.Combine(output, RunDirectory.ReportName), HtmlReport.Render(conclusions, figures));
            File.WriteAllText(Path.Combine(output, RunDirectory.MarkdownName), MarkdownReport.Render(conclusions, figures, RunDirectory.ChartsName));
            File.WriteAllText(Path.Combine(output, RunDirectory.CsvName), SummaryCsv.Render(conclusions.Summary));
            File.WriteAllText(Path.Combine(output, RunDirectory.ScenarioName), ScenarioFile.ToYaml(conclusions.Scenario));
            return conclusions.Summary;
        });
    }

    /// <summary>Reads several runs and writes how they compare.</summary>
    /// <param name="runs">The runs' directories, at least two.</param>
    /// <param name="output">Where to write; null for <c>results/UTC-comparison</c>, or the first free name after it.</param>
    /// <param name="time">The clock.</param>
    /// <returns>What was written, and where.</returns>
    /// <exception cref="ReproException">A run can't be read, or the output can't be written.</exception>
    public static (RunComparison Comparison, string Directory) WriteComparison(IReadOnlyList<string> runs, string? output, TimeProvider time)
    {
        var comparison = ComparisonAnalysis.Compare(
            [.. runs.Select(run => (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run))), RunAnalysis.Analyze(RecordedRun.Read(run))))]);
        var wanted = output ?? ResultsDirectory.Default(time.GetUtcNow(), "comparison");
        return Guarded(wanted, () =>
        {
            using var claim = output is null ? ResultsDirectory.ClaimNew(wanted) : null;
            var directory = claim?.Directory ?? wanted;
            Directory.CreateDirectory(directory);
            RunDirectory.Write(Path.Combine(directory, RunDirectory.ComparisonName), comparison, ComparisonFormat.RunComparison);
            var figures = ChartBook.Draw(comparison);
            ChartBook.Write(figures, Path.Combine(directory, RunDirectory.ChartsName));
            File.WriteAllText(Path.Combine(directory, RunDirectory.ReportName), ComparisonReport.Html(comparison, figures));
            File.WriteAllText(Path.Combine(directory, RunDirectory.MarkdownName), ComparisonReport.Markdown(comparison, figures, RunDirectory.ChartsName));
            return (comparison, directory);
        });
    }

    /// <summary>Whether charts come as PNG too; else what to do about it.</summary>
    public static string? PngRemedy => Rsvg.IsPresent
        ? null
        : "Charts were written as SVG only: for PNG too, install librsvg (on Debian and Ubuntu: sudo apt-get install librsvg2-2).";

    /// <summary>The summary as it stands in summary.json.</summary>
    public static string ToJson(RunSummary summary) => JsonSerializer.Serialize(summary, Json.RunSummary);

    /// <summary>The comparison as it stands in comparison.json.</summary>
    public static string ToJson(RunComparison comparison) => JsonSerializer.Serialize(comparison, ComparisonFormat.RunComparison);

    private static T Guarded<T>(string output, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            throw WriteFault.Of(
                $"The report in {output}", exception, "write it elsewhere: repro report RUN --out DIR", "What was measured is kept as it is.");
        }
    }

    private static void WriteSeries(RecordedCase recorded, string directory)
    {
        if (recorded.File.PredictedOnly is null)
        {
            SeriesCsv.Write(recorded, directory);
        }
    }
}
