using System.Net;
using System.Text.Json.Nodes;
using Repro.Docker;
using Repro.Labs.Docker;

namespace Repro.LabTests;

/// <summary>The command that clears an engine. Nothing runs beside it: a run that begins prunes too, and would be before it.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Docker")]
public sealed class LabPruneTests
{
    [Fact]
    public async Task Leftovers_of_a_dead_run_are_pruned_and_a_living_run_is_left_alone()
    {
        using var engine = await Requirement.DockerAsync();
        var living = await NetworkAsync(engine, "living", RunOwner.Current, 198);
        var dead = await NetworkAsync(engine, "dead", RunOwner.Current with { Started = 1 }, 199);
        try
        {
            var (exitCode, output, errors) = await Program.RunAsync("lab", "prune", "--json");
            Assert.True(exitCode == 0, errors);
            var removed = JsonNode.Parse(output)!["removed"]!.AsArray().Select(run => (string?)run!["run"]).ToList();
            Assert.Contains("dead", removed);
            Assert.DoesNotContain("living", removed);
            var left = (await engine.Networks.ListAsync([DockerLabels.Run], CancellationToken.None)).Select(network => network.Id).ToList();
            Assert.Contains(living, left);
            Assert.DoesNotContain(dead, left);
        }
        finally
        {
            await engine.Networks.RemoveAsync(living, CancellationToken.None);
            await engine.Networks.RemoveAsync(dead, CancellationToken.None);
        }
    }

    private static Task<string> NetworkAsync(Engine engine, string run, RunOwner owner, int third) => engine.Networks.CreateAsync(
        $"repro-test-{run}",
        [IPNetwork.Parse($"198.19.{third}.0/24")],
        new Dictionary<string, string> { [DockerLabels.Run] = run, [DockerLabels.Owner] = owner.ToString() },
        CancellationToken.None);
}
