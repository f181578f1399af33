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
        if (comparison.Differences.Count == 0)
        {
            console.WriteLine(ComparisonText.NoDifference);
        }
        else
        {
            console.Write(TerminalTable.Of(ComparisonTables.Differences(comparison), console.Profile.Width));
        }

        console.WriteLine();
        console.Write(TerminalTable.Of(ComparisonTables.Cases(comparison), console.Profile.Width));

        // Not through the console, which would break a long path into lines.
        Console.WriteLine();
        Console.WriteLine($"Report: {Path.Combine(directory, "report.html")}");
    }
}
