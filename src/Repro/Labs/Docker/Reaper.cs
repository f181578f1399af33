using Repro.Docker;
using Repro.Linux;

namespace Repro.Labs.Docker;

/// <summary>
/// A process beside a run in an engine, which clears up when the run is gone, however it went: networks don't remove themselves. The
/// run holds its standard input; the end of that is the end of the run.
/// </summary>
public static class Reaper
{
    /// <summary>The program's arguments for it, to be followed by the run's id.</summary>
    internal static readonly string[] Arguments = ["lab", "reap"];

    private const int QuietRounds = 2;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    // An engine that was stopped may come back.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Starts one for a run.</summary>
    internal static LocalProcess Start(string run) => new(ThisProgram.Command[0], [.. ThisProgram.Command.Skip(1), .. Arguments, run]);

    /// <summary>Waits for the run's end and removes what is left of it.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="input">Held open by the run.</param>
    /// <param name="time">The clock.</param>
    public static async Task RunAsync(string run, TextReader input, TimeProvider time)
    {
        if (OperatingSystem.IsLinux())
        {
            // Ctrl-C is for the run; this has to outlive it.
            _ = ProcessSession.Leave();
        }

        // Read on a thread of its own: a console's reader is never asynchronous.
        await Task.Run(() => _ = input.ReadToEnd());
        using var limit = new CancellationTokenSource(Patience, time);
        using var timer = new PeriodicTimer(Round, time);
        // A call that was under way when the run was killed may still make something: it has to be quiet for a while.
        for (var quiet = 0; quiet < QuietRounds && !limit.IsCancellationRequested;)
        {
            quiet = await TryRoundAsync(run, limit.Token) ? quiet + 1 : 0;
            if (quiet < QuietRounds)
            {
                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    private static async Task<bool> TryRoundAsync(string run, CancellationToken cancellationToken)
    {
        try
        {
            using var engine = await Engine.ConnectAsync(EndpointSearch.Find(EngineEnvironment.Current), CallLimit, cancellationToken);
            var left = await Leftovers.OfRunAsync(engine, run, lab: null, cancellationToken);
            await Leftovers.RemoveAsync(engine, left, cancellationToken);
            return left.IsEmpty;
        }
        catch (Exception exception) when (exception is EngineException or OperationCanceledException)
        {
            return false;
        }
    }
}
