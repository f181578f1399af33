using Repro.Charts;
using Repro.Linux;
using Repro.Progress;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Repro.Cli;

/// <summary>A run while it runs: a live table on a terminal, plain lines elsewhere.</summary>
internal static class ProgressView
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shows the run until it has ended, and hands on how it ended.</summary>
    public static async Task ShowAsync(Func<RunProgress> progress, Task run, TimeProvider time)
    {
        if (Terminal.IsInteractive)
        {
            await Terminal.Progress.Live(Table(progress())).StartAsync(async context =>
            {
                using var timer = new PeriodicTimer(LiveInterval, time);
                while (!run.IsCompleted)
                {
                    context.UpdateTarget(Table(progress()));
                    await Task.WhenAny(run, timer.WaitForNextTickAsync().AsTask());
                }

                context.UpdateTarget(Table(progress()));
            });
        }
        else
        {
            await PrintLinesAsync(progress, run, time);
        }

        await run;
    }

    private static IRenderable Table(RunProgress progress)
    {
        var window = Terminal.Progress.Profile;
        // It may have been resized.
        (window.Width, window.Height) = WindowSize.OfErrors() ?? (window.Width, window.Height);
        return ProgressTable.Of(progress, window.Width, window.Height);
    }

    private static async Task PrintLinesAsync(Func<RunProgress> progress, Task run, TimeProvider time)
    {
        var phases = new Dictionary<string, CasePhase>();
        using var timer = new PeriodicTimer(LineInterval, time);
        do
        {
            foreach (var state in progress().Cases)
            {
                if (state.Phase is CasePhase.Running || state.Phase != phases.GetValueOrDefault(state.Id))
                {
                    Terminal.Progress.WriteLine($"{state.Id}: {Line(state)}");
                }

                phases[state.Id] = state.Phase;
            }

            await Task.WhenAny(run, timer.WaitForNextTickAsync().AsTask());
        }
        while (!run.IsCompleted);
    }

    private static string Line(CaseState state) => state.Phase switch
    {
        CasePhase.Waiting => "waits for its turn",
        CasePhase.Preparing => "hosts come up",
        CasePhase.Running =>
            $"{state.ElapsedSeconds:0.0} s, {state.OkPerSecond:0} ok/s, {state.FailedPerSecond:0} failed/s, "
            + $"{Format.Count(state.PortsInUse)} of {Noun.Counted(state.CapacityPorts, "port")} in use, "
            + $"{Format.Count(state.PortsInTimeWait)} in TIME_WAIT; {state.Outlook}",
        CasePhase.Done => $"done, {state.Outlook}",
        _ => "failed",
    };
}
