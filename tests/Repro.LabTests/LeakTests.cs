using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/leak.yaml as it ships: a proxy that never closes.</summary>
public sealed class LeakRun : RecordedScenario
{
    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "leak.yaml");
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class LeakTests(LeakRun run) : IClassFixture<LeakRun>
{
    [Fact]
    public async Task It_is_valid_and_as_expected()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("none", "ESTABLISHED")]
    [InlineData("close-wait", "CLOSE_WAIT")]
    [InlineData("tw-reuse", "ESTABLISHED")]
    public async Task Ports_run_out_under_connections_that_nobody_closes_and_none_is_in_TIME_WAIT(string mitigation, string state)
    {
        await Requirement.NetnsAsync();
        var measured = run.Case(mitigation)["measured"]!;
        Assert.Equal((1000, 0), ((int)measured["connectionsBeforeFirstFailure"]!, (int)measured["peakTimeWait"]!));
        Assert.Equal(1000, (int)measured["peakStates"]![state]!);
        Assert.Contains(
            "no mitigation of TIME_WAIT helps", (string?)run.Case(mitigation)["remarks"]!.AsArray()[0], StringComparison.Ordinal);
    }
}
