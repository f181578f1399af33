using System.CommandLine;
using Repro.Running;

namespace Repro.Cli;

/// <summary><c>repro report</c>: rebuilds summary, charts and report from a run's directory; no lab.</summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The directory of a run." };
        var output = new Option<string?>("--out") { Description = "Where to write [default: the run's own directory].", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print summary.json instead of a table." };
        var command = new Command("report", "Rebuilds summary, charts and report of a run; needs no lab.") { run, output, json };
        command.SetAction(parsed =>
        {
            var directory = parsed.GetRequiredValue(run);
            var target = parsed.GetValue(output) ?? directory;
            var summary = Reporter.Write(directory, target);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Reporter.ToJson(summary));
            }
            else
            {
                SummaryTable.Print(summary, target);
            }

            return ExitCode.Of(summary);
        });
        return command;
    }
}
