using System.CommandLine;
using Repro.Doctor;
using Repro.Labs;
using Repro.Labs.Netns;
using Spectre.Console;

namespace Repro.Cli;

/// <summary><c>repro doctor</c>: what this machine has of what labs use, and what to do where something is missing.</summary>
internal static class DoctorVerb
{
    private const int StateWidth = 9;
    private const int NameWidth = 26;

    public static Command Create(IReadOnlyList<string> arguments)
    {
        var lab = new Option<string>("--lab")
        {
            Description = "The lab that the exit code is about.",
            HelpName = "LAB",
            DefaultValueFactory = _ => LabKinds.Default,
        };
        lab.AcceptOnlyFromAmong([.. LabKinds.Names]);
        var json = new Option<bool>("--json") { Description = "Print JSON instead of text." };
        var command = new Command("doctor", "Shows what this machine has of what labs use, and what to do about the rest.") { lab, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Sandbox.IsInside)
            {
                Examiner.TellFromInside();
                return ExitCode.Ok;
            }

            var examination = await Examiner.RunAsync(parsed.GetRequiredValue(lab), arguments, cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Examiner.ToJson(examination));
            }
            else
            {
                Print(Terminal.Results, examination);
            }

            return examination.CanRun ? ExitCode.Ok : ExitCode.NoLab;
        });
        return command;
    }

    /// <summary>An examination for people.</summary>
    internal static void Print(IAnsiConsole console, Examination examination)
    {
        foreach (var group in examination.Parts.GroupBy(part => part.Group))
        {
            console.MarkupLineInterpolated($"[bold]{group.Key}[/]");
            foreach (var part in group)
            {
                var colour = part.State switch { PartState.Ok => "green", PartState.Limited => "yellow", _ => "red" };
                console.Markup(
                    $"  [{colour}]{part.State.PadRight(StateWidth)}[/]{Markup.Escape(part.Name.PadRight(NameWidth))} "
                    + $"{Markup.Escape(part.Found.ReplaceLineEndings(" "))}\n");
                if (part.State != PartState.Ok)
                {
                    console.Write(new Padder(
                        new Text($"for {part.NeededFor}{(part.Remedy is { } remedy ? $". {remedy}" : "")}"),
                        new Padding(2 + StateWidth, 0, 0, 0)));
                }
            }

            console.WriteLine();
        }

        console.MarkupLineInterpolated(examination.CanRun
            ? (FormattableString)$"[bold]The lab {examination.Lab} can be had.[/]"
            : $"[bold]The lab {examination.Lab} can't be had: {string.Join(", ", examination.Obstacles.Select(part => part.Name))}.[/]");
    }
}
