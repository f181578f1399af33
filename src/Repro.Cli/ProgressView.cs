using Repro.Running;
using Spectre.Console;

namespace Repro.Cli;

/// <summary>A run while it runs: a live table on a terminal, plain lines elsewhere.</summary>
internal static class ProgressView
{
    private const int BarWidth = 8;
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>Shows the cases until the run has ended, and hands on how it ended.</summary>
    public static async Task ShowAsync(Func<IReadOnlyList<CaseProgress>> cases, Task run)
    {
        if (Terminal.IsInteractive)
        {
            await Terminal.Progress.Live(Table(cases())).StartAsync(async context =>
            {
                using var timer = new PeriodicTimer(LiveInterval);
                while (!run.IsCompleted)
                {
                    context.UpdateTarget(Table(cases()));
                    await Task.WhenAny(run, timer.WaitForNextTickAsync().AsTask());
                }

                context.UpdateTarget(Table(cases()));
            });
        }
        else
        {
            await PrintLinesAsync(cases, run);
        }

        await run;
    }

    private static async Task PrintLinesAsync(Func<IReadOnlyList<CaseProgress>> cases, Task run)
    {
        var phases = new Dictionary<CaseProgress, CasePhase>();
        using var timer = new PeriodicTimer(LineInterval);
        do
        {
            foreach (var progress in cases())
            {
                if (progress.Phase is CasePhase.Running || progress.Phase != phases.GetValueOrDefault(progress))
                {
                    Terminal.Progress.WriteLine($"{progress.Case.Id}: {Line(progress)}");
                }

                phases[progress] = progress.Phase;
            }

            await Task.WhenAny(run, timer.WaitForNextTickAsync().AsTask());
        }
        while (!run.IsCompleted);
    }

    private static string Line(CaseProgress progress)
    {
        var (ok, failed) = progress.Rates;
        return progress.Phase is CasePhase.Running
            ? $"{progress.Elapsed:0.0} s, {ok:0} ok/s, {failed:0} failed/s, "
                + $"TIME_WAIT {progress.TimeWait:#,0} of {progress.Case.Prediction.Upstream.CapacityPorts:#,0}"
            : Phase(progress.Phase);
    }

    private static Table Table(IReadOnlyList<CaseProgress> cases)
    {
        var table = Terminal.PlainTable();
        table.AddNameColumn("Case");
        table.AddTextColumn("Progress");
        table.AddNumberColumn("ok/s");
        table.AddNumberColumn("failed/s");
        table.AddTextColumn("TIME_WAIT of ports");
        foreach (var progress in cases)
        {
            var (ok, failed) = progress.Rates;
            var duration = progress.Case.Conditions.Load.Duration.TotalSeconds;
            var capacity = progress.Case.Prediction.Upstream.CapacityPorts;
            var started = progress.Phase is CasePhase.Running or CasePhase.Done;
            table.AddRow(
                Markup.Escape(progress.Case.Id),
                started ? $"{Bar(progress.Elapsed / duration, "blue")} {progress.Elapsed:0.0} s" : Phase(progress.Phase),
                started ? $"[green]{ok:0}[/]" : "",
                started ? $"[{(failed > 0 ? "red" : "grey")}]{failed:0}[/]" : "",
                started ? $"{Bar((double)progress.TimeWait / capacity, "yellow")} {progress.TimeWait:#,0} of {capacity:#,0}" : "");
        }

        return table;
    }

    private static string Bar(double share, string colour)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        return $"[{colour}]{new string('█', full)}[/][grey]{new string('░', BarWidth - full)}[/]";
    }

    private static string Phase(CasePhase phase) => phase switch
    {
        CasePhase.Waiting => "waits for its turn",
        CasePhase.Preparing => "hosts come up",
        CasePhase.Running => "running",
        CasePhase.Done => "done",
        _ => "failed",
    };
}
