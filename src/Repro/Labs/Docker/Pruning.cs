using Repro.Docker;

namespace Repro.Labs.Docker;

/// <summary>Clears an engine of what killed runs have left.</summary>
public static class Pruning
{
    /// <summary>Removes it, and says how much it was.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the rest; what has been removed is gone.</param>
    /// <exception cref="ReproException">The engine can't be used.</exception>
    public static async Task<IReadOnlyList<PrunedRun>> RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var engine = await Engine.ConnectAsync(cancellationToken);
        var left = await Leftovers.FindAsync(engine, time, cancellationToken);
        foreach (var run in left)
        {
            await Leftovers.RemoveAsync(engine, run, cancellationToken);
        }

        return [.. left.Select(run => new PrunedRun(run.Run, run.Containers.Count, run.Networks.Count))];
    }
}

/// <summary>What was removed of a run.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Containers">How many containers.</param>
/// <param name="Networks">How many networks.</param>
public sealed record PrunedRun(string Run, int Containers, int Networks);
