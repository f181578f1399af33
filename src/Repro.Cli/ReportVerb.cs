using System.CommandLine;
using Repro.Pipelines;
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
            CompletionSources = { Completions.Runs },
        };
        var output = PathOption.Create("--out", "a directory");
        output.Description = "Where to write [default: the run's own directory; of a comparison results/UTC-comparison].";
        output.HelpName = "DIR";
        var junit = JUnitOption.Create();
        var json = new Option<bool>("--json") { Description = "Print summary.json, of several runs comparison.json, instead of a table." };
        var command = new Command(
            "report", "Rebuilds summary, charts and report of a run, or compares several; needs no lab.") 
        {
            runs, output, junit, json,
        };
        command.SetAction(parsed =>
        {
            var directories = parsed.GetRequiredValue(runs);
            if (directories.Length > 1 && parsed.GetValue(junit) is not null)
            {
                throw new ReproException(
                    FailureKind.BadInput,
                    "--junit is of one run, and of several there is nothing that was expected.",
                    "Give one run, or hold one against another: repro diff OLD NEW --junit FILE");
            }

            return directories.Length == 1
                ? Report(directories[0], parsed.GetValue(output) ?? directories[0], parsed.GetValue(junit), parsed.GetValue(json))
                : Compare(directories, parsed.GetValue(output), parsed.GetValue(json));
        });
        return command;
    }

    private static int Report(string directory, string target, string? junit, bool json)
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

        JobReport.Write(summary, junit, GithubJob.Current, Console.Error.WriteLine);
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
