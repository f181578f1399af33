using Repro.Analysis;
using Repro.Charts;
using Spectre.Console;

namespace Repro.Cli;

/// <summary>How several runs compare, for a person at a terminal.</summary>
internal static class ComparisonTable
{
    public static void Print(RunComparison comparison, string directory)
    {
        var console = Terminal.Results;
        console.MarkupLineInterpolated($"[bold]{ComparisonText.Headline(comparison)}.[/]");
        console.WriteLine();
        console.Write(Differences(comparison));
        console.WriteLine();
        console.Write(Cases(comparison));

        // Not through the console, which would break a long path into lines.
        Console.WriteLine();
        Console.WriteLine($"Report: {Path.Combine(directory, "report.html")}");
    }

    private static Table Differences(RunComparison comparison)
    {
        var table = Terminal.PlainTable();
        table.AddNameColumn(comparison.Differences.Count == 0 ? "No condition differs" : "What differs");
        foreach (var run in comparison.Runs)
        {
            table.AddNameColumn(Markup.Escape(run.Name));
        }

        foreach (var row in comparison.Differences)
        {
            table.AddRow([Markup.Escape(row.Name), .. row.Values.Select(value => Markup.Escape(value ?? "–"))]);
        }

        return table;
    }

    private static Table Cases(RunComparison comparison)
    {
        var table = Terminal.PlainTable();
        table.AddNameColumn("First failure");
        table.AddNumberColumn("Offered");
        foreach (var run in comparison.Runs)
        {
            table.AddNumberColumn(Markup.Escape(run.Name));
        }

        table.AddNumberColumn("Spread");
        foreach (var row in comparison.Cases)
        {
            table.AddRow(
            [
                Markup.Escape(row.Label),
                Wording.Rate(row.OfferedPerSecond),
                .. row.Results.Select(result => Markup.Escape(ComparisonText.Onset(result))),
                row.Spread is { } spread ? Wording.Change(spread) : "–",
            ]);
        }

        return table;
    }
}
