using System.CommandLine;
using Repro.Reports;

namespace Repro.Cli;

/// <summary><c>repro report</c>: rebuilds summary, charts and report from a run's directory, or compares several runs; no lab.</summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = "The directory of a run. Of several a comparison is made.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = PathOption.Create("--out", "a directory");
        output.Description = "Where to write [default: the run's own directory; of a comparison results/UTC-comparison].";
        output.HelpName = "DIR";
        var json = new Option<bool>("--json") { Description = "Print summary.json, of several runs comparison.json, instead of a table." };
        var command = new Command(
            "report", "Rebuilds summary, charts and report of a run, or compares several; needs no lab.") { runs, output, json };
        command.SetAction(parsed =>
        {
            var directories = parsed.GetRequiredValue(runs);
            return directories.Length == 1
                ? Report(directories[0], parsed.GetValue(output) ?? directories[0], parsed.GetValue(json))
                : Compare(directories, parsed.GetValue(output), parsed.GetValue(json));
        });
        return command;
    }

    private static int Report(string directory, string target, bool json)
    {
        var summary = Reporter.Write(directory, target);
        if (json)
        {
            Console.WriteLine(Reporter.ToJson(summary));
        }
        else
        {
            SummaryTable.Print(summary, target);
        }

        return ExitCode.Of(summary);
    }

    private static int Compare(IReadOnlyList<string> directories, string? target, bool json)
    {
        var (comparison, written) = Reporter.WriteComparison(directories, target, TimeProvider.System);
        if (json)
        {
            Console.WriteLine(Reporter.ToJson(comparison));
        }
        else
        {
            ComparisonTable.Print(comparison, written);
        }

        return ExitCode.Of([.. comparison.Runs.Select(run => run.Summary)]);
    }
}
