using System.CommandLine;
using System.Globalization;
using Repro.Charts;
using Repro.Pipelines;
using Repro.Reports;
using Spectre.Console;

namespace Repro.Cli;

/// <summary><c>repro diff</c>: which figures of a run went further from an earlier one than they may.</summary>
internal static class DiffVerb
{
    private const double DefaultTolerance = 5;

    public static Command Create()
    {
        var old = new Argument<string>("OLD")
        {
            Description = "The directory of the run that the other is held against.",
            CompletionSources = { Completions.Runs },
        };
        var later = new Argument<string>("NEW") { Description = "The directory of the other.", CompletionSources = { Completions.Runs } };
        var tolerance = new Option<double>("--tolerance")
        {
            Description = "How far a figure may go, in percent of what it was.",
            HelpName = "PERCENT",
            DefaultValueFactory = _ => DefaultTolerance,
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (double.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent))
                {
                    return percent;
                }

                result.AddError($"--tolerance takes percent, like 5%: '{text}' is none.");
                return DefaultTolerance;
            },
        };
        var figures = new Option<string[]>("--figure")
        {
            Description = "A figure to look at, as scenarios expect it. May be given more than once "
                + "[default: those that like runs agree in].",
            HelpName = "NAME",
            CompletionSources = { Completions.Figures },
        };
        var junit = JUnitOption.Create();
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command("diff", "Holds a run against an earlier one, with a tolerance; needs no lab.")
        {
            old, later, tolerance, figures, junit, json,
        };
        command.SetAction(parsed =>
        {
            var diff = Reporter.Diff(
                parsed.GetRequiredValue(old), parsed.GetRequiredValue(later), parsed.GetValue(tolerance), parsed.GetValue(figures) ?? []);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Reporter.ToJson(diff));
            }
            else
            {
                var console = Terminal.Results;
                if (diff.Differences.Count > 0)
                {
                    console.Write(TerminalTable.Of(DiffText.Conditions(diff), console.Profile.Width));
                    console.WriteLine();
                }

                if (DiffText.Changes(diff) is { Rows.Count: > 0 } changes)
                {
                    console.Write(TerminalTable.Of(changes, console.Profile.Width));
                    console.WriteLine();
                }

                console.WriteLine(DiffText.Headline(diff));
            }

            JobReport.Write(diff, parsed.GetValue(junit), GithubJob.Current, Console.Error.WriteLine);
            return ExitCode.Of(diff);
        });
        return command;
    }
}
