using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/idle.yaml as it ships: bursts of 300 requests, a pool, and pauses in which somebody closes what is idle.</summary>
public sealed class IdleRun : RecordedScenario
{
    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "idle.yaml");
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class IdleTests(IdleRun run) : IClassFixture<IdleRun>
{
    [Fact]
    public async Task It_is_valid_and_as_expected()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("none", 1)]
    [InlineData("no-pool", 200)]
    public async Task A_proxy_that_closes_first_has_the_TIME_WAIT_of_each_burst(string mitigation, int failed)
    {
        await Requirement.NetnsAsync();
        var measured = run.Case(mitigation)["measured"]!;
        Assert.Equal((1000, 1000), ((int)measured["connections"]!, (int)measured["peakTimeWait"]!));
        // Within a burst some come back to the pool in time for another request: of a slow machine, many.
        Assert.InRange((int)measured["failed"]!, failed, 200);
    }

    [Fact]
    public async Task Backends_that_do_leave_it_none()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("backends-close");
        Assert.Equal((0, 1200), ((int)summary["measured"]!["failed"]!, (int)summary["measured"]!["ok"]!));
        Assert.InRange((int)summary["measured"]!["peakTimeWait"]!, 0, 4);
        Assert.Contains(
            summary["proofs"]!.AsArray(), proof => (string?)proof!["id"] == "idle-closed-by-backends" && (bool)proof["acted"]!);
    }
}
