using System.CommandLine;
using Repro.Labs.Docker;

namespace Repro.Cli;

/// <summary><c>repro lab reap RUN</c>: clears up after a run; hidden, as only the run itself starts it.</summary>
internal static class LabReapVerb
{
    public static Command Create()
    {
        var run = new Argument<string>("run");
        var command = new Command("reap", "Waits for a run's end and clears up after it.") { run };
        command.Hidden = true;
        command.SetAction(async (parsed, _) =>
        {
            await Reaper.RunAsync(parsed.GetRequiredValue(run), Console.In, TimeProvider.System);
            return ExitCode.Ok;
        });
        return command;
    }
}
