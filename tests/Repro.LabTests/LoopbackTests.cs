using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/loopback.yaml as it ships: a client with its backends on one host.</summary>
public sealed class LoopbackRun : RecordedScenario
{
    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "loopback.yaml");
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class LoopbackTests(LoopbackRun run) : IClassFixture<LoopbackRun>
{
    [Fact]
    public async Task It_is_valid_and_as_expected()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("none", 2000, 4.0)]
    [InlineData("loopback-without-reuse", 2000, 4.0)]
    [InlineData("more-of-127-destinations", 4000, 8.0)]
    [InlineData("more-of-127-sources", 4000, 8.0)]
    public async Task Ports_run_out_after_exactly_the_capacity_and_on_time(string mitigation, int capacity, double onset)
    {
        await Requirement.NetnsAsync();
        run.AssertRanOut(mitigation, capacity, onset);
        Assert.Matches("^client-1→backend-[12]$", (string?)run.Case(mitigation)["exhaustedHop"]);
    }

    [Theory]
    [InlineData("tw-reuse")]
    [InlineData("loopback")]
    public async Task Reuse_of_the_kernels_default_acts_on_the_loopback_as_tw_reuse_does_by_any_address(string mitigation)
    {
        await Requirement.NetnsAsync();
        run.AssertTakenOver(mitigation);
    }

    [Theory]
    [InlineData("none@500", "198.18.")]
    [InlineData("loopback@500", "127.0.0.")]
    public async Task Both_ends_of_each_connection_are_the_hosts_own(string id, string network)
    {
        await Requirement.NetnsAsync();
        var tuples = run.Lines(id, "sockets.ndjson").Where(line => (string?)line["host"] == "client-1" && line["tuples"] is not null)
            .SelectMany(line => line["tuples"]!.AsArray()).ToList();
        Assert.NotEmpty(tuples);
        Assert.All(tuples, tuple =>
        {
            Assert.StartsWith(network, (string?)tuple!["source"], StringComparison.Ordinal);
            Assert.StartsWith(network, (string?)tuple["destination"], StringComparison.Ordinal);
        });
    }
}
