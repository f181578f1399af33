using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>repro watch inside of a proxy that runs out of ports, and what then happens to that proxy.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class WatchTests
{
    private const string CaseId = "none@500";
    private const int Ports = 2000;
    private const double Rate = 500;

    [Fact]
    public async Task It_foresees_when_the_ports_run_out_and_its_scenario_predicts_the_same()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Program.Start(
            ["run", RepositoryRoot.PathOf("scenarios", "quick.yaml"), "--case", "none*", "--out", scratch.Path("run"), "--json"]);
        var file = scratch.Path(Path.Combine("run", "cases", CaseId, "case.json"));
        foreach (var share in new[] { 0.1, 0.5 })
        {
            var node = await LabHost.WithTimeWaitAsync(program, file, "proxy", (int)(Ports * share));
            var report = await WatchAsync(node, "--once", "--json");
            // Beside those of the calibration, which came before.
            var tuples = report["tuples"]!.AsArray().Where(tuple => Number(tuple!["closedPerSecond"]) > 0).ToList();
            Assert.Equal(2, tuples.Count);
            Assert.All(tuples, tuple =>
            {
                var (inUse, free) = ((int)tuple!["inUse"]!, (int)tuple["free"]!);
                Assert.Equal(Ports / tuples.Count, inUse + free);
                var perSecond = Number(tuple["closedPerSecond"]);
                Assert.InRange(perSecond, Rate / tuples.Count * 0.97, Rate / tuples.Count * 1.03);
                var left = free * tuples.Count / Rate;
                Assert.InRange(Number(tuple["exhaustedInSeconds"]), left * 0.95, left * 1.05);
            });
            Assert.Contains(report["mitigations"]!.AsArray(), advice => (string?)advice!["mitigation"] == "tw-reuse");
        }

        var full = await LabHost.WithTimeWaitAsync(program, file, "proxy", Ports - 1);
        var found = (await WatchAsync(full, "--once", "--json"))["findings"]!.AsArray();
        Assert.Contains(found, finding => (string?)finding!["id"] == "ports-exhausted");
        var written = scratch.Path("host.yaml");
        var (code, _, said) = await InsideAsync(full, "--scenario", written);
        Assert.True(code == 0, said);
        var (exitCode, output, errors) = await program.EndAsync();
        Assert.True(exitCode is 0 or 1, $"exit code {exitCode}: {output} {errors}");

        var (planned, plan, problem) = await Program.RunAsync("plan", written, "--json");
        Assert.True(planned == 0, problem);
        var measured = Number(JsonNode.Parse(output)!["cases"]![0]!["measured"]!["firstFailureSeconds"]);
        var upstream = JsonNode.Parse(plan)!["cases"]![0]!["hops"]!.AsArray()[^1]!;
        Assert.InRange(Number(upstream["onsetSeconds"]), measured * 0.98, measured * 1.02);
    }

    private static async Task<JsonNode> WatchAsync(int node, params string[] options)
    {
        var (exitCode, output, errors) = await InsideAsync(node, options);
        Assert.True(exitCode == 0, errors);
        return JsonNode.Parse(output)!;
    }

    // nsenter(1) becomes the program.
    private static async Task<(int ExitCode, string Output, string Errors)> InsideAsync(int node, params string[] options)
    {
        var id = node.ToString(CultureInfo.InvariantCulture);
        using var program = Program.Start(["watch", .. options], launcher: ["nsenter", "-t", id, "-U", "--preserve-credentials", "-n"]);
        return await program.EndAsync();
    }

    private static double Number(JsonNode? node) => node!.GetValue<JsonElement>().GetDouble();
}
