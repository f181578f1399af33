using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>The shorter scenarios that ship, each once.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class ShippedScenariosTests
{
    [Fact]
    public async Task The_clients_could_have_twice_the_connections_of_the_proxy_and_each_hop_runs_out_at_its_own()
    {
        var cases = await RunAsync("proxy-halves");
        Assert.Equal(("proxy→backend-1", 1000), (Hop(cases["none"]), Connections(cases["none"])));
        Assert.Equal(("client-1→proxy", 2000), (Hop(cases["rst-close"]), Connections(cases["rst-close"])));

        static string? Hop(JsonNode summary) => (string?)summary["exhaustedHop"];
    }

    [Fact]
    public async Task A_proxy_fails_at_exactly_as_many_open_connections_as_it_has_ports_and_ESTABLISHED_follows_concurrency()
    {
        var cases = await RunAsync("established");
        Assert.Equal(1000, Connections(cases["held-open"]));
        Assert.Equal(1000, Established("held-open"));
        // No port of it was in TIME_WAIT when the first request failed: the first answer came after that.
        Assert.True(RecordedScenario.Number(cases["held-open"]["measured"]!["firstFailureSeconds"]) < 10);
        Assert.All([100, 200, 400], concurrency =>
            Assert.InRange(Established($"concurrency-{concurrency}"), concurrency * 0.95, concurrency * 1.05));

        int Established(string mitigation) => (int)cases[mitigation]["measured"]!["peakEstablished"]!;
    }

    [Fact]
    public async Task Connect_gets_slow_at_half_of_the_ports_and_does_not_with_a_range_per_socket()
    {
        var cases = await RunAsync("knee");
        Assert.True(Rise("none") >= 10, cases["none"].ToJsonString());
        Assert.True(Rise("per-socket-range") < 3, cases["per-socket-range"].ToJsonString());

        double Rise(string mitigation)
        {
            var rows = cases[mitigation]["measured"]!["connectLatencyByOccupancy"]!.AsArray();
            return Median(rows.First(row => RecordedScenario.Number(row!["fromPercent"]) >= 50)!)
                / Median(rows.Last(row => RecordedScenario.Number(row!["toPercent"]) <= 50)!);
        }

        static double Median(JsonNode row) => RecordedScenario.Number(row["microseconds"]!["p50"]);
    }

    [Fact]
    public async Task Kept_connections_carry_as_many_requests_as_they_may_and_a_pool_that_is_too_small_churns()
    {
        var cases = await RunAsync("keep-alive");
        Assert.InRange((long)cases["keep-alive"]["measured"]!["connections"]!, 1, 64);
        Assert.Equal(200, Connections(cases["ten-requests-each"]));
        Assert.Equal(200, Connections(cases["pool-of-eight-and-bursts"]));
    }

    [Fact]
    public async Task Myths_have_no_effect()
    {
        var cases = await RunAsync("myths");
        Assert.All(
            ["fin-timeout", "tw-reuse-loopback-only", "tw-reuse-no-timestamps", "longer-queues", "keepalive-probes", "more-tw-buckets"],
            myth => Assert.Equal(("no effect", 1000), ((string?)cases[myth]["verdict"], Connections(cases[myth]))));
        Assert.Equal(500, Connections(cases["bind-first + more-destinations"]));
    }

    private static int Connections(JsonNode summary) => (int)summary["measured"]!["connectionsBeforeFirstFailure"]!;

    private static async Task<Dictionary<string, JsonNode>> RunAsync(string scenario)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var (exitCode, output, errors) = await Program.RunAsync(
            "run", RepositoryRoot.PathOf("scenarios", $"{scenario}.yaml"), "--out", scratch.Path("run"), "--json");
        Assert.True(exitCode == 0, $"exit code {exitCode}: {output} {errors}");
        return JsonNode.Parse(output)!["cases"]!.AsArray().ToDictionary(summary => (string)summary!["mitigation"]!, summary => summary!);
    }
}
