using Repro.Docker;

namespace Repro.Labs.Docker;

/// <summary>What runs have left in an engine.</summary>
internal static class Leftovers
{
    // Longer than it takes from the first network of a run to its first container, and from a container's birth to its start.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    /// <summary>The runs that are over, and of which something is there. One that may be under way is not among them.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the search; nothing changes in the engine.</param>
    public static async Task<IReadOnlyList<LeftRun>> FindAsync(Engine engine, TimeProvider time, CancellationToken cancellationToken)
    {
        var containers = (await engine.Containers.ListAsync([DockerLabels.Run], cancellationToken))
            .ToLookup(found => found.Labels[DockerLabels.Run]);
        var networks = (await engine.Networks.ListAsync([DockerLabels.Run], cancellationToken))
            .ToLookup(found => found.Labels[DockerLabels.Run]);
        var now = time.GetUtcNow();
        return
        [
            .. containers.Select(run => run.Key).Union(networks.Select(run => run.Key))
                .Where(run => IsOver([.. containers[run]], [.. networks[run]], now))
                .Select(run =>
                    new LeftRun(run, [.. containers[run].Select(found => found.Id)], [.. networks[run].Select(found => found.Id)])),
        ];
    }

    /// <summary>What there is of one run, over or not, or of one of its labs.</summary>
    public static async Task<LeftRun> OfRunAsync(Engine engine, string run, string? lab, CancellationToken cancellationToken)
    {
        string[] labels = [$"{DockerLabels.Run}={run}", .. lab is null ? Array.Empty<string>() : [$"{DockerLabels.Lab}={lab}"]];
        var containers = await engine.Containers.ListAsync(labels, cancellationToken);
        var networks = await engine.Networks.ListAsync(labels, cancellationToken);
        return new LeftRun(run, [.. containers.Select(found => found.Id)], [.. networks.Select(found => found.Id)]);
    }

    /// <summary>Removes it: containers first, as a network in use can't be removed.</summary>
    public static async Task RemoveAsync(Engine engine, LeftRun left, CancellationToken cancellationToken)
    {
        await Task.WhenAll(left.Containers.Select(id => engine.Containers.RemoveAsync(id, cancellationToken)));
        await Task.WhenAll(left.Networks.Select(id => engine.Networks.RemoveAsync(id, cancellationToken)));
    }

    // The owner's word where it can be had. Elsewhere a run that is under way has containers that run, or is very young.
    private static bool IsOver(IReadOnlyList<ContainerFacts> containers, IReadOnlyList<NetworkFacts> networks, DateTimeOffset now)
    {
        var owner = containers.Select(found => found.Labels).Concat(networks.Select(found => found.Labels))
            .Select(labels => labels.TryGetValue(DockerLabels.Owner, out var text) ? RunOwner.Parse(text) : null)
            .FirstOrDefault(found => found is not null);
        return owner?.HasEnded
            ?? (containers.All(found => found.State != "running")
                && containers.Select(found => found.Created).Concat(networks.Select(found => found.Created))
                    .All(created => now - created > Settled));
    }
}

/// <summary>What a run has left.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Containers">Ids of its containers.</param>
/// <param name="Networks">Ids of its networks.</param>
internal sealed record LeftRun(string Run, IReadOnlyList<string> Containers, IReadOnlyList<string> Networks)
{
    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => Containers.Count == 0 && Networks.Count == 0;

    /// <summary>How much it is, for people.</summary>
    public override string ToString() => $"{Noun.Counted(Containers.Count, "container")}, {Noun.Counted(Networks.Count, "network")}";
}
