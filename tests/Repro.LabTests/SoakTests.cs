using System.Globalization;
using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>The quick scenario again and again. Twice unless REPRO_SOAK_RUNS says how often.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
[Trait("Category", "Soak")]
public sealed class SoakTests
{
    private const int ShortForm = 2;

    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("REPRO_SOAK_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : ShortForm;

    [Fact]
    public async Task Run_after_run_gives_the_same_verdicts_and_the_same_counts()
    {
        await Requirement.NetnsAsync();
        var seen = new List<string>();
        for (var i = 0; i < Runs; i++)
        {
            using var scratch = new Scratch();
            var (exitCode, output, errors) = await Program.RunAsync(
                "run", RepositoryRoot.PathOf("scenarios", "quick.yaml"), "--out", scratch.Path("run"), "--json");
            Assert.True(exitCode == 0, $"run {i + 1}: exit code {exitCode}: {output} {errors}");
            seen.Add(string.Join('\n', JsonNode.Parse(output)!["cases"]!.AsArray().Select(Essence)));
        }

        Assert.Single(seen.Distinct());
    }

    private static string Essence(JsonNode? summary)
    {
        var measured = summary!["measured"]!;
        return $"{summary["id"]}: {summary["verdict"]}, {measured["connectionsBeforeFirstFailure"]} before the first of {measured["failed"]} failures, {measured["ok"]} answered";
    }
}
