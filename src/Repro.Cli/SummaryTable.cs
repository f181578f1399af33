using Repro.Analysis;
using Repro.Running;
using Repro.Scenarios;
using Spectre.Console;

namespace Repro.Cli;

/// <summary>What a run found, for a person at a terminal.</summary>
internal static class SummaryTable
{
    public static void Print(RunSummary summary, string directory)
    {
        var console = Terminal.Results;
        console.MarkupLineInterpolated($"[bold]{summary.Scenario}[/]: {summary.Question}");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Mitigation");
        table.AddColumn(new TableColumn("Offered").RightAligned());
        table.AddColumn(new TableColumn("Ports").RightAligned());
        table.AddColumn(new TableColumn("First failure").RightAligned());
        table.AddColumn(new TableColumn("Predicted").RightAligned());
        table.AddColumn(new TableColumn("Connections\nbefore it").RightAligned());
        table.AddColumn(new TableColumn("Answered").RightAligned());
        table.AddColumn(new TableColumn("Failed").RightAligned());
        table.AddColumn("Verdict");
        foreach (var row in summary.Cases)
        {
            table.AddRow(
                Markup.Escape(row.Label),
                $"{row.OfferedPerSecond:#,0.##}/s",
                $"{row.CapacityPorts:#,0}",
                Moment(row.Measured.FirstFailureSeconds),
                Moment(row.Predicted.OnsetSeconds),
                row.Measured.ConnectionsBeforeFirstFailure is { } connections ? $"{connections:#,0}" : "",
                $"{row.Measured.Ok:#,0}",
                $"{row.Measured.Failed:#,0}",
                Verdict(row));
        }

        console.Write(table);
        foreach (var row in summary.Cases)
        {
            console.MarkupLineInterpolated($"[bold]{row.Label}[/]: {Finding.Of(row)}");
        }

        foreach (var id in summary.NotBegun)
        {
            console.MarkupLineInterpolated($"[bold]{id}[/]: was not run");
        }

        console.WriteLine();
        console.WriteLine($"Report: {Path.Combine(directory, "report.html")}");
        if (Reporter.PngRemedy is { } remedy)
        {
            Console.Error.WriteLine(remedy);
        }
    }

    private static string Moment(double? seconds) => seconds is { } value ? $"{value:0.00} s" : "never";

    private static string Verdict(CaseSummary row)
    {
        var text = row is { Verdict: Verdicts.Delayed, DelayFactor: { } factor } ? $"delayed ×{factor:0.0}" : row.Verdict;
        var colour = row.Verdict switch
        {
            Verdicts.Averted or Verdicts.Carried => "green",
            Verdicts.Delayed => "yellow",
            Verdicts.Invalid => "magenta",
            _ => "red",
        };
        var unexpected = row.Valid && row.Expected is { } expected && expected != row.Verdict ? $"\n(expected: {expected})" : "";
        return $"[{colour}]{Markup.Escape(text + unexpected)}[/]";
    }
}
