using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/nat.yaml as it ships: a NAT of 64 ports between four clients and a backend.</summary>
public sealed class NatRun : RecordedScenario
{
    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "nat.yaml");
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class NatTests(NatRun run) : IClassFixture<NatRun>
{
    [Fact]
    public async Task It_is_valid_and_as_expected()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("none", 64, 2.0, 1)]
    [InlineData("larger-pool", 128, 4.0, 1)]
    [InlineData("backend-ports", 128, 4.0, 2)]
    [InlineData("more-addresses", 128, 4.0, 2)]
    public async Task Held_connections_pass_until_the_pool_is_full_and_the_next_is_lost(string mitigation, int pool, double onset, int full)
    {
        await Requirement.NetnsAsync();
        var summary = run.Case(mitigation);
        var measured = summary["measured"]!;
        Assert.Equal(pool, (int)measured["connectionsBeforeFirstFailure"]!);
        Assert.Equal((pool, 160 - pool), ((int)measured["ok"]!, (int)measured["failed"]!));
        Assert.InRange(RecordedScenario.Number(measured["firstFailureSeconds"]), onset * 0.99, onset * 1.01);
        Assert.Equal(["connect/ETIMEDOUT"], summary["errors"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal("nat→backend-1", (string?)summary["exhaustedHop"]);
        Assert.Equal((pool, full), ((int)NatsHop(summary)["peakPorts"]!, (int)NatsHop(summary)["fullTuples"]!));
    }

    [Fact]
    public async Task Short_ones_take_ports_over_from_TIME_WAIT_and_all_pass()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("short");
        Assert.Equal((160, 0), ((int)summary["measured"]!["ok"]!, (int)summary["measured"]!["failed"]!));
        Assert.Equal((64, 64), ((int)NatsHop(summary)["peakPorts"]!, (int)NatsHop(summary)["peakTimeWait"]!));
    }

    [Fact]
    public async Task The_NAT_says_itself_what_it_dropped()
    {
        await Requirement.NetnsAsync();
        var counters = run.Lines("none@32", "sockets.ndjson").Last(line => (string)line["host"]! == "nat")["counters"]!;
        Assert.True((long)counters["nf_conntrack_drop"]! >= 96, counters.ToJsonString());
        Assert.Contains(
            run.Case("none")["proofs"]!.AsArray(), proof => (string?)proof!["id"] == "nat-dropped" && (bool)proof["acted"]!);
    }

    private static JsonNode NatsHop(JsonNode summary) => summary["hops"]!.AsArray().Single(hop => (string?)hop!["name"] == "nat→backends")!;
}
