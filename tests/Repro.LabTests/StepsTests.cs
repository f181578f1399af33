using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/incident.yaml as it ships: 500/s through 2,000 ports, and something changed in the course of it.</summary>
public sealed class IncidentRun : RecordedScenario
{
    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "incident.yaml");
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class StepsTests(IncidentRun run) : IClassFixture<IncidentRun>
{
    [Fact]
    public async Task It_is_valid_and_as_expected()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("wider-at-6s", 4000)]
    [InlineData("reuse-at-6s", 5000)]
    [InlineData("fin-timeout-at-6s", 2000)]
    public async Task Ports_are_missing_from_the_moment_to_the_moment_that_was_predicted(string mitigation, int answered)
    {
        await Requirement.NetnsAsync();
        var summary = run.Case(mitigation);
        var (predicted, measured) = (Spans(summary["predicted"]!), Spans(summary["measured"]!));
        Assert.Equal(predicted.Count, measured.Count);
        Assert.All(predicted.Zip(measured), pair =>
        {
            Assert.InRange(pair.Second.From, pair.First.From * 0.99, (pair.First.From * 1.01) + 0.1);
            Assert.Equal(pair.First.Until is null, pair.Second.Until is null);
            Assert.InRange(pair.Second.Until ?? 0, pair.First.Until ?? 0, (pair.First.Until ?? 0) + 0.2);
        });
        // A step comes a few requests late where the machine is busy.
        Assert.InRange((int)summary["measured"]!["ok"]!, answered - 50, answered);
    }

    [Fact]
    public async Task New_ports_are_all_used_before_any_is_missing_again()
    {
        await Requirement.NetnsAsync();
        var measured = run.Case("wider-at-6s")["measured"]!;
        Assert.Equal((4000, 4000), ((int)measured["ok"]!, (int)measured["peakTimeWait"]!));
    }

    [Fact]
    public async Task What_restarting_backends_refuse_leaves_no_TIME_WAIT_so_that_ports_run_out_as_much_later()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("backends-restart");
        Assert.Equal((2000, 4000), ((int)summary["measured"]!["ok"]!, (int)summary["measured"]!["failed"]!));
        Assert.InRange(RecordedScenario.Number(summary["measured"]!["firstFailureSeconds"]), 5.9, 6.1);
        Assert.InRange((int)summary["errors"]!["connect/ECONNREFUSED"]!, 950, 1000);
    }

    private static List<(double From, double? Until)> Spans(JsonNode figures) =>
    [
        .. figures["failing"]!.AsArray().Select(span => (
            RecordedScenario.Number(span!["fromSeconds"]),
            span["untilSeconds"] is { } until ? RecordedScenario.Number(until) : (double?)null)),
    ];
}
