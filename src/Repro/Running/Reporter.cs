using System.Text.Json;
using Repro.Analysis;
using Repro.Charts;
using Repro.Linux;
using Repro.Recording;

namespace Repro.Running;

/// <summary>Recorded run to summary, charts and report; needs no lab, and gives the same bytes each time.</summary>
public static class Reporter
{
    private static readonly SummaryJson Json = new(ReadableJson.From(SummaryJson.Default.Options));

    /// <summary>Reads a run and writes what it shows.</summary>
    /// <param name="run">The run's directory.</param>
    /// <param name="output">Where to write; the run's directory itself, usually.</param>
    /// <exception cref="ReproException">The run can't be read, or the output can't be written.</exception>
    public static RunSummary Write(string run, string output)
    {
        var conclusions = RunAnalysis.Analyze(RecordedRun.Read(run));
        try
        {
            Directory.CreateDirectory(output);
            RunDirectory.Write(Path.Combine(output, RunDirectory.SummaryName), conclusions.Summary, Json.RunSummary);
            var figures = ChartBook.Draw(conclusions);
            ChartBook.Write(figures, Path.Combine(output, RunDirectory.ChartsName));
            File.WriteAllText(Path.Combine(output, RunDirectory.ReportName), HtmlReport.Render(conclusions.Summary, figures));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ReproException(
                FailureKind.BadInput, $"The report can't be written to {output}: {exception.Message}", "Give a directory of your own: --out DIR.");
        }

        return conclusions.Summary;
    }

    /// <summary>Whether charts come as PNG too; else what to do about it.</summary>
    public static string? PngRemedy => Rsvg.IsPresent
        ? null
        : "Charts were written as SVG only: for PNG too, install librsvg (on Debian and Ubuntu: sudo apt-get install librsvg2-2).";

    /// <summary>The summary as it stands in summary.json.</summary>
    public static string ToJson(RunSummary summary) => JsonSerializer.Serialize(summary, Json.RunSummary);
}
