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
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}: {run.Summary} {run.Errors}");
    }

    [Theory]
    [InlineData("none", 2000, 4.0)]
    [InlineData("loopback-without-reuse", 2000, 4.0)]
    [InlineData("more-of-127-destinations", 4000, 8.0)]
    [InlineData("more-of-127-sources", 4000, 8.0)]
    public async Task Ports_run_out_after_exactly_the_capacity_and_on_time(string mitigation, int capacity, double onset)
    {
        await Requirement.NetnsAsync();
        var measured = run.Case(mitigation)["measured"]!;
        Assert.Equal(capacity, (int)measured["connectionsBeforeFirstFailure"]!);
        Assert.Equal(capacity, (int)measured["peakTimeWait"]!);
        Assert.InRange(RecordedScenario.Number(measured["firstFailureSeconds"]), onset * 0.99, onset * 1.01);
        Assert.Matches("^client-1→backend-[12]$", (string?)run.Case(mitigation)["exhaustedHop"]);
    }

    [Theory]
    [InlineData("tw-reuse")]
    [InlineData("loopback")]
    public async Task Reuse_of_the_kernels_default_acts_on_the_loopback_as_tw_reuse_does_by_any_address(string mitigation)
    {
        await Requirement.NetnsAsync();
        var measured = run.Case(mitigation)["measured"]!;
        Assert.Equal(0, (long)measured["failed"]!);
        var expected = (long)measured["ok"]! - (long)measured["peakTimeWait"]!;
        Assert.InRange((long)measured["timeWaitRecycled"]!, expected * 0.995, expected * 1.005);
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
