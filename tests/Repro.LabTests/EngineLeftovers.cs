using System.Diagnostics;
using Repro.Docker;
using Repro.Labs.Docker;

namespace Repro.LabTests;

/// <summary>What a run has left in the engine, and on the machine to clear the engine.</summary>
internal static class EngineLeftovers
{
    /// <summary>What a run that has ended could not remove itself its reaper does, round by round.</summary>
    public static readonly TimeSpan ByTheReaper = TimeSpan.FromSeconds(20);

    /// <summary>Fails where something of it is still there after a while.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="owner">The process of the run; null for all runs.</param>
    /// <param name="address">
    /// The engine's address as the run was given it, which no other run was; null to look at the engine alone.
    /// </param>
    public static async Task AssertNoneAsync(TimeSpan limit, int? owner = null, string? address = null)
    {
        using var engine = await Engine.ConnectAsync(CancellationToken.None);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var containers = (await engine.Containers.ListAsync([DockerLabels.Run], CancellationToken.None))
                .Count(found => IsOf(owner, found.Labels));
            var networks = (await engine.Networks.ListAsync([DockerLabels.Run], CancellationToken.None))
                .Count(found => IsOf(owner, found.Labels));
            var reapers = address is null ? 0 : Program.Running("reap", address);
            if (containers + networks + reapers == 0)
            {
                return;
            }

            Assert.True(
                Stopwatch.GetElapsedTime(begun) < limit, $"{containers} containers, {networks} networks, {reapers} processes are left");
            await timer.WaitForNextTickAsync();
        }
    }

    private static bool IsOf(int? owner, IReadOnlyDictionary<string, string> labels) =>
        owner is null || (labels.TryGetValue(DockerLabels.Owner, out var text) && RunOwner.Parse(text)?.ProcessId == owner);
}
