using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/range-safety.yaml as it ships: two hundred services above a range that is widened over them.</summary>
public sealed class RangeSafetyRun : RecordedScenario
{
    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "range-safety.yaml");
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class RangeSafetyTests(RangeSafetyRun run) : IClassFixture<RangeSafetyRun>
{
    [Fact]
    public async Task It_is_valid_and_as_expected()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("none", 0)]
    [InlineData("widened-and-reserved", 0)]
    public async Task Outside_of_the_range_or_reserved_every_restart_finds_its_port_free(string mitigation, int inRange)
    {
        await Requirement.NetnsAsync();
        var restarts = Restarts(mitigation);
        Assert.Equal((inRange, 0, 0.0), ((int)restarts["inRange"]!, (int)restarts["taken"]!, (double)restarts["takenShare"]!));
        Assert.InRange((int)restarts["count"]!, 2357, 2380);
    }

    [Fact]
    public async Task In_a_wider_range_services_lose_their_ports_within_what_was_predicted()
    {
        await Requirement.NetnsAsync();
        var restarts = Restarts("wider-range");
        Assert.InRange(
            (double)restarts["takenShare"]!, (double)restarts["leastPredictedShare"]!, (double)restarts["mostPredictedShare"]!);
        Assert.True((double)restarts["leastPredictedShare"]! > 0.01, restarts.ToJsonString());
        Assert.True((double)restarts["mostPredictedShare"]! < 0.3, restarts.ToJsonString());
    }

    [Fact]
    public async Task What_is_lost_is_lost_for_as_long_as_TIME_WAIT_lasts_and_is_inside_the_services_ports()
    {
        await Requirement.NetnsAsync();
        var lines = run.Lines("wider-range-2@100", "restarts.ndjson").ToList();
        var lost = lines.Where(line => line["error"] is not null).GroupBy(line => (int)line["port"]!).ToList();
        Assert.NotEmpty(lost);
        Assert.All(lost, port =>
        {
            Assert.InRange(port.Key, 33768, 33967);
            Assert.All(port, line => Assert.Equal("EADDRINUSE", (string?)line["error"]));
            // From the first that failed to the end of the load none came through.
            var first = port.Min(line => (double)line["t"]!);
            Assert.DoesNotContain(lines, line => (int)line["port"]! == port.Key && (double)line["t"]! > first && line["error"] is null);
        });
    }

    private JsonNode Restarts(string mitigation) => run.Case(mitigation)["restarts"]!;
}
