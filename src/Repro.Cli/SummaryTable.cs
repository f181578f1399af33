using Repro.Analysis;
using Repro.Charts;
using Repro.Scenarios;
using Spectre.Console;

namespace Repro.Cli;

/// <summary>What a run found, for a person at a terminal; fits 80 columns.</summary>
internal static class SummaryTable
{
    // What the columns of numbers and verdicts take, and the one of rates.
    private const int WidthWithoutNames = 64;
    private const int WidthOfRates = 9;

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
        var rates = summary.Cases.Select(row => row.OfferedPerSecond).Distinct().ToList();
        console.MarkupLineInterpolated($"[bold]{summary.Scenario}[/]{(summary.Question.Length > 0 ? $": {summary.Question}" : "")}");
        console.WriteLine();
        console.Write(Table(summary, withRates: rates.Count > 1, console.Profile.Width));
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{RunFinding.Headline(summary)}[/]");
        console.WriteLine();
        foreach (var row in summary.Cases)
        {
            console.MarkupLineInterpolated($"[bold]{row.Label}[/] at {Wording.Rate(row.OfferedPerSecond)}: {Finding.Of(row)}");
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
            console.Write(Thresholds(summary));
        }

        if (summary.Article is { } article)
        {
            console.WriteLine();
            console.WriteLine(ArticleText.Of(article));
        }
    }

    private static Table Table(RunSummary summary, bool withRates, int width)
    {
        // The sentences below have them too.
        var withPorts = width >= WidthWithoutNames + (withRates ? WidthOfRates : 0) + summary.Cases.Select(row => row.Label.Length).DefaultIfEmpty().Max();
        var table = Terminal.PlainTable();
        table.AddNameColumn("Mitigation");
        if (withRates)
        {
            table.AddNumberColumn("Offered");
        }

        table.AddTextColumn("Verdict");
        if (withPorts)
        {
            table.AddNumberColumn("Ports");
        }

        table.AddNumberColumn("First\nfailure");
        table.AddNumberColumn("Predicted");
        if (withPorts)
        {
            table.AddNumberColumn("Connections\nbefore");
        }

        table.AddNumberColumn("Failed");
        foreach (var row in summary.Cases)
        {
            string[] cells =
            [
                Markup.Escape(row.Label),
                .. withRates ? [Wording.Rate(row.OfferedPerSecond)] : Array.Empty<string>(),
                Verdict(row),
                .. withPorts ? [Wording.Count(row.CapacityPorts)] : Array.Empty<string>(),
                Wording.FirstFailure(row),
                Wording.OnsetCell(row.Predicted),
                .. withPorts
                    ? [row.Measured?.ConnectionsBeforeFirstFailure is { } connections ? Wording.Count(connections) : "–"]
                    : Array.Empty<string>(),
                row.Measured is { } measured ? Wording.Count(measured.Failed) : "–",
            ];
            table.AddRow(cells);
        }

        foreach (var (id, _) in summary.Unreadable)
        {
            table.AddRow(
            [
                Markup.Escape(id),
                .. withRates ? ["–"] : Array.Empty<string>(),
                $"[magenta]{Verdicts.Invalid}[/]",
                .. Enumerable.Repeat("–", table.Columns.Count - (withRates ? 3 : 2)),
            ]);
        }

        return table;
    }

    private static Table Thresholds(RunSummary summary)
    {
        var table = Terminal.PlainTable();
        table.AddNameColumn("Threshold");
        table.AddNumberColumn("Held\nfor");
        table.AddNumberColumn("Predicted");
        table.AddNumberColumn("Highest\ncarried");
        table.AddNumberColumn("Lowest\nthat failed");
        foreach (var row in summary.Thresholds)
        {
            table.AddRow(
                Markup.Escape(row.Label),
                Wording.HeldFor(row.HoldSeconds),
                Wording.Threshold(row.SafePerSecond, row.PredictedPerSecond, "none"),
                Wording.Rate(row.CarriedPerSecond, "–"),
                Wording.Rate(row.FailedPerSecond, "–"));
        }

        return table;
    }

    private static string Verdict(CaseSummary row)
    {
        var unexpected = row.IsUnexpected ? $"\n(not {row.Expected})" : "";
        var colour = row.Verdict switch
        {
            Verdicts.Averted or Verdicts.Carried or Verdicts.Finished => "green",
            Verdicts.Delayed or Verdicts.Eased or Verdicts.Borderline => "yellow",
            Verdicts.PredictedOnly or Verdicts.NotCompared => "grey",
            Verdicts.Invalid => "magenta",
            _ => "red",
        };
        return $"[{colour}]{Markup.Escape(Wording.Verdict(row) + unexpected)}[/]";
    }
}
