using Repro.Analysis;
using Repro.Charts;
using Spectre.Console;

namespace Repro.Cli;

/// <summary>What a run found, for a person at a terminal; fits 80 columns.</summary>
internal static class SummaryTable
{
    public static void Print(RunSummary summary, string directory)
    {
        Print(Terminal.Results, summary);

        // Not through the console, which would break a long path into lines.
        Console.WriteLine();
        Console.WriteLine($"Report: {Path.Combine(directory, "report.html")}");
        foreach (var outcome in OutcomeText.Of(summary))
        {
            Console.WriteLine(outcome);
        }
    }

    /// <summary>The same to any console, without where the report is.</summary>
    internal static void Print(IAnsiConsole console, RunSummary summary)
    {
        console.MarkupLineInterpolated($"[bold]{summary.Scenario}[/]{(summary.Question.Length > 0 ? $": {summary.Question}" : "")}");
        console.WriteLine();
        console.Write(TerminalTable.Of(CaseTable.Text(summary), console.Profile.Width));
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{RunFinding.Headline(summary)}[/]");
        console.WriteLine();
        foreach (var row in summary.Cases)
        {
            console.MarkupLineInterpolated($"[bold]{row.Label}[/] at {Format.Rate(row.OfferedPerSecond)}: {Finding.Of(row)}");
        }

        foreach (var (id, reason) in summary.Unreadable)
        {
            console.MarkupLineInterpolated($"[bold]{id}[/]: says nothing: {reason}");
        }

        foreach (var remark in RunFinding.FreeAtOnce(summary))
        {
            console.WriteLine(remark);
        }

        foreach (var (name, reason) in summary.Undrawn)
        {
            console.MarkupLineInterpolated($"[bold]{name}[/]: {reason}");
        }

        foreach (var id in summary.NotBegun)
        {
            console.MarkupLineInterpolated($"[bold]{id}[/]: was not run");
        }

        if (summary.Goal == RunSummary.ThresholdGoal)
        {
            console.WriteLine();
            console.MarkupLine("[bold]Thresholds[/]");
            console.WriteLine();
            console.Write(TerminalTable.Of(ThresholdTable.Text(summary), console.Profile.Width));
        }

        if (summary.Article is { } article)
        {
            console.WriteLine();
            console.WriteLine(ArticleText.Of(article));
        }
    }
}
