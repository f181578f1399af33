using System.Text.Json;
using Repro.Analysis;
using Repro.Charts;
using Repro.Expectations;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Reports;

/// <summary>Recorded runs to summary, charts and report; needs no lab, and gives the same bytes each time.</summary>
public static class Reporter
{
    private static readonly SummaryJson Json = new(ReadableJson.From(SummaryJson.Default.Options));
    private static readonly DiffJson DiffFormat = new(ReadableJson.From(DiffJson.Default.Options));
    private static readonly ComparisonJson ComparisonFormat = new(ReadableJson.From(ComparisonJson.Default.Options));

    /// <summary>The figures that runs are held against each other by, and that a scenario may expect something of.</summary>
    public static IReadOnlyList<string> FigureNames { get; } = [.. ExpectableFigures.All.Select(figure => figure.Name)];

    /// <summary>Reads a run and writes what it shows.</summary>
    /// <param name="run">The run's directory.</param>
    /// <param name="output">Where to write; the run's directory itself, usually.</param>
    /// <exception cref="ReproException">The run can't be read, or the output can't be written.</exception>
    public static RunSummary Write(string run, string output)
    {
        var recorded = RecordedRun.Read(run);
        return Guarded(output, () =>
        {
            var folder = OutputFolder.At(output);
            // What is drawn is thinned out: the series are written while each case is at hand.
            var series = folder.Folder(RunDirectory.SeriesName);
            var conclusions = RunAnalysis.Analyze(recorded, one => WriteSeries(one, series));
            var figures = ChartBook.Draw(conclusions, out var undrawn);
            conclusions = conclusions with { Summary = conclusions.Summary with { Undrawn = undrawn } };
            folder.Write(RunDirectory.SummaryName, ToJson(conclusions.Summary) + "\n");
            ChartBook.Write(figures, folder.Folder(RunDirectory.ChartsName).Write);
            folder.Write(RunDirectory.ReportName, HtmlReport.Render(conclusions, figures));
            folder.Write(RunDirectory.MarkdownName, MarkdownReport.Render(conclusions, figures, RunDirectory.ChartsName));
            folder.Write(RunDirectory.CsvName, CaseTable.Csv(conclusions.Summary));
            folder.Write(RunDirectory.ScenarioName, ScenarioFile.ToYaml(conclusions.Scenario));
            return conclusions.Summary;
        });
    }

    /// <summary>Reads several runs and writes how they compare.</summary>
    /// <param name="runs">The runs' directories, at least two.</param>
    /// <param name="output">Where to write; null for <c>results/UTC-comparison</c>, or the first free name after it.</param>
    /// <param name="time">The clock.</param>
    /// <returns>What was written, and where.</returns>
    /// <exception cref="ReproException">A run can't be read, or the output can't be written.</exception>
    public static (RunComparison Comparison, string Directory) WriteComparison(
        IReadOnlyList<string> runs, string? output, TimeProvider time)
    {
        var comparison = ComparisonAnalysis.Compare(
            [.. runs.Select(run =>
                (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run))), RunAnalysis.Analyze(RecordedRun.Read(run))))]);
        var wanted = output ?? ResultsDirectory.Default(time.GetUtcNow(), "comparison");
        return Guarded(wanted, () =>
        {
            using var claim = output is null ? ResultsDirectory.ClaimNew(wanted) : null;
            var directory = claim?.Directory ?? wanted;
            var folder = OutputFolder.At(directory);
            folder.Write(RunDirectory.ComparisonName, ToJson(comparison) + "\n");
            var figures = ChartBook.Draw(comparison);
            ChartBook.Write(figures, folder.Folder(RunDirectory.ChartsName).Write);
            folder.Write(RunDirectory.ReportName, ComparisonReport.Html(comparison, figures));
            folder.Write(RunDirectory.MarkdownName, ComparisonReport.Markdown(comparison, figures, RunDirectory.ChartsName));
            return (comparison, directory);
        });
    }

    /// <summary>Reads two runs, and holds the later one against the earlier; writes nothing.</summary>
    /// <param name="old">The earlier run's directory.</param>
    /// <param name="later">The later one's.</param>
    /// <param name="tolerancePercent">How far a figure may go, in percent of what it was.</param>
    /// <param name="figures">The names of figures to look at; none for those that like runs agree in.</param>
    /// <exception cref="ReproException">A run can't be read, or there is no such figure.</exception>
    public static RunDiff Diff(string old, string later, double tolerancePercent, IReadOnlyList<string> figures)
    {
        IReadOnlyList<ExpectableFigure> chosen = figures.Count == 0
            ? [.. ExpectableFigures.All.Where(figure => figure.IsSteady)]
            : [.. figures.Select(name => ExpectableFigures.Named(name) ?? throw new ReproException(
                FailureKind.BadInput,
                $"{Quoted.Of(name)} is no figure{Suggestion.For(name, FigureNames)}",
                "docs/expectations.md says what each is."))];
        return DiffAnalysis.Compare(Read(old), Read(later), tolerancePercent, chosen);

        static (string Directory, RunConclusions Conclusions) Read(string run) => (run, RunAnalysis.Analyze(RecordedRun.Read(run)));
    }

    /// <summary>The summary as it stands in summary.json.</summary>
    public static string ToJson(RunSummary summary) => JsonSerializer.Serialize(summary, Json.RunSummary);

    /// <summary>The comparison as it stands in comparison.json.</summary>
    public static string ToJson(RunComparison comparison) => JsonSerializer.Serialize(comparison, ComparisonFormat.RunComparison);

    /// <summary>How two runs stand to each other, in JSON.</summary>
    public static string ToJson(RunDiff diff) => JsonSerializer.Serialize(diff, DiffFormat.RunDiff);

    private static T Guarded<T>(string output, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception exception) when (WriteFault.Is(exception))
        {
            throw WriteFault.Of(
                $"The report in {output}",
                exception,
                "write it elsewhere: repro report RUN --out DIR",
                "What was measured is kept as it is.");
        }
    }

    private static void WriteSeries(RecordedCase recorded, OutputFolder folder)
    {
        if (recorded.File.PredictedOnly is null)
        {
            SeriesCsv.Write(recorded, folder);
        }
    }
}
