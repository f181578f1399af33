using System.Text.Json.Nodes;
using Repro.Knobs;
using Repro.Nodes;
using Repro.Physics;
using Repro.Planning;
using Repro.Scenarios;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/mitigations.yaml as it ships: every entry of the catalogue, side by side.</summary>
public sealed class CatalogueRun : RecordedScenario
{
    internal static string Path => RepositoryRoot.PathOf("scenarios", "mitigations.yaml");

    internal static Scenario Scenario { get; } = Repro.Scenarios.ScenarioFile.Parse(File.ReadAllText(Path), Path).Scenario;

    /// <summary>The plan that the run stands on.</summary>
    internal static Plan Plan { get; } = Planner.Create(Scenario, KernelProbe.Kernel).Plan;

    protected override string ScenarioFile(string folder) => Path;
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class CatalogueTests(CatalogueRun run) : IClassFixture<CatalogueRun>
{
    public static TheoryData<string> Ids =>
        [.. CatalogueRun.Plan.Cases.Where(planned => planned.PredictedOnly is null).Select(planned => planned.Id)];

    [Fact]
    public async Task Every_case_is_valid_and_as_expected()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
    }

    [Fact]
    public async Task Every_entry_of_the_catalogue_is_among_them()
    {
        await Requirement.NetnsAsync();
        var names = run.Summary["cases"]!.AsArray().Select(summary => (string)summary!["mitigation"]!).ToList();
        var used = CatalogueRun.Scenario.Mitigations.Where(use => names.Contains(use.OwnName ?? use.Terms[0].Name))
            .SelectMany(use => use.Terms);
        Assert.All(Catalogue.All, mitigation => Assert.Contains(mitigation.Name, used.Select(term => term.Name)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Ports_run_out_when_the_formula_and_the_simulator_say(string id)
    {
        await Requirement.NetnsAsync();
        AssertAsPredicted(CatalogueRun.Plan.Cases.Single(planned => planned.Id == id), ById(id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Goodput_over_whole_periods_is_the_threshold(string id)
    {
        await Requirement.NetnsAsync();
        var summary = ById(id);
        // Of TIME_WAIT the timer wheel takes up to 3.4 %; of a second's reuse, the time for which a connection is open on a busy machine.
        const double Tolerance = 0.04;
        if (summary["measured"]!["thresholdPerSecond"] is { } goodput)
        {
            var predicted = RecordedScenario.Number(summary["predicted"]!["thresholdPerSecond"]);
            Assert.InRange(RecordedScenario.Number(goodput), predicted * (1 - Tolerance), predicted * (1 + Tolerance));
        }
        else
        {
            // Nothing ran out, ports are held for longer than the load, or chance decided.
            Assert.True(
                summary["predicted"]!["dependsOn"] is not null
                    || summary["measured"]!["firstFailureSeconds"] is null
                    || RecordedScenario.Number(summary["holdSeconds"]) > 100, summary.ToJsonString());
        }
    }

    [Theory]
    [InlineData("tw-reuse")]
    [InlineData("tw-reuse-overloaded")]
    public async Task Reuse_takes_over_every_port_again_and_again(string mitigation)
    {
        await Requirement.NetnsAsync();
        var measured = run.Case(mitigation)["measured"]!;
        var expected = (long)measured["ok"]! - (long)run.Case(mitigation)["capacityPorts"]!;
        Assert.InRange((long)measured["timeWaitRecycled"]!, expected * 0.995, expected * 1.005);
    }

    [Theory]
    [InlineData("tw-reuse")]
    [InlineData("tw-reuse-fast")]
    [InlineData("tw-reuse + more-destinations")]
    [InlineData("tw-reuse-overloaded")]
    public async Task The_simulator_knows_how_many_ports_are_taken_over(string mitigation)
    {
        await Requirement.NetnsAsync();
        var predicted = (long)run.Case(mitigation)["predicted"]!["timeWaitRecycled"]!;
        // Above the threshold every millisecond for which a connection is open is one in which its port is not used again.
        var tolerance = mitigation == "tw-reuse-overloaded" ? 0.04 : 0.01;
        Assert.InRange(
            (long)run.Case(mitigation)["measured"]!["timeWaitRecycled"]!, predicted * (1 - tolerance), predicted * (1 + tolerance));
    }

    [Theory]
    [InlineData("rst-close")]
    [InlineData("backend-closes-first")]
    public async Task A_proxy_that_does_not_close_first_with_a_FIN_has_no_TIME_WAIT(string mitigation)
    {
        await Requirement.NetnsAsync();
        var measured = run.Case(mitigation)["measured"]!;
        Assert.Equal(0, (int)measured["peakTimeWait"]!);
        Assert.Equal(0, (long)measured["failed"]!);
    }

    [Fact]
    public async Task Every_close_by_RST_is_counted_as_one()
    {
        await Requirement.NetnsAsync();
        var last = run.Lines("rst-close@60", "sockets.ndjson").Last(line => (string?)line["host"] == "proxy");
        Assert.Equal((long)run.Case("rst-close")["measured"]!["connections"]!, (long)last["counters"]!["TCPAbortOnData"]!);
    }

    [Theory]
    [InlineData("bind-first", 54)]
    [InlineData("more-sources-bind", 108)]
    public async Task Where_bind_picks_the_port_both_destinations_share_it_and_bind_fails(string mitigation, int capacity)
    {
        await Requirement.NetnsAsync();
        var summary = run.Case(mitigation);
        Assert.Equal(["bind/EADDRINUSE"], summary["errors"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(capacity, (int)summary["measured"]!["connectionsBeforeFirstFailure"]!);
        var tuples = run.Lines((string)summary["id"]!, "sockets.ndjson")
            .Last(line => (string?)line["host"] == "proxy" && line["tuples"] is not null)["tuples"]!.AsArray();
        Assert.True(tuples.Select(tuple => (string)tuple!["destination"]!).Distinct().Count() == 2, tuples.ToJsonString());
    }

    [Fact]
    public async Task A_short_FIN_timeout_leaves_TIME_WAIT_as_it_is()
    {
        await Requirement.NetnsAsync();
        var measured = run.Case("fin-timeout")["measured"]!;
        Assert.Equal("no effect", (string?)run.Case("fin-timeout")["verdict"]);
        Assert.InRange(RecordedScenario.Number(measured["timeWaitLeftSeconds"]), 59, 60);
        Assert.InRange(RecordedScenario.Number(measured["holdSeconds"]), 59, 63);
    }

    [Fact]
    public async Task A_late_FIN_holds_ports_in_FIN_WAIT_2_and_nothing_comes_free_while_others_do()
    {
        await Requirement.NetnsAsync();
        Assert.True((int)run.Case("late-fin")["measured"]!["peakFinWait2"]! > 0);
        var capacity = (long)run.Case("late-fin")["capacityPorts"]!;
        Assert.Equal(capacity, (long)run.Case("late-fin")["measured"]!["ok"]!);
        Assert.Equal(2 * capacity, (long)run.Case("none")["measured"]!["ok"]!);
    }

    [Fact]
    public async Task What_this_kernel_lacks_is_a_prediction_and_no_measurement()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("tw-recycle");
        Assert.SkipWhen(summary["predictedOnly"] is null, "this kernel has tcp_tw_recycle");
        Assert.Equal("predicted only", (string?)summary["verdict"]);
        Assert.Null(summary["measured"]);
        Assert.Contains("removed in Linux 4.12", (string?)summary["predictedOnly"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TIME_WAIT_is_measured_before_the_cases()
    {
        await Requirement.NetnsAsync();
        Assert.InRange(RecordedScenario.Number(run.Summary["timeWaitSeconds"]), 59.9, 60);
    }

    /// <summary>That ports ran out when the formula and the simulator say, after exactly as many connections.</summary>
    internal static void AssertAsPredicted(PlannedCase planned, JsonNode summary)
    {
        var simulated = Simulation.Run(
            PortModels.Upstream(planned.Conditions, KernelProbe.Kernel, planned.Prediction.Upstream.RequestsPerConnection),
            KeptConnections.Pool(planned.Conditions)?.Openings(planned.Conditions.Load.Law.Times()) ?? planned.Conditions.Load.Law.Times());
        var measured = summary["measured"]!;

        Assert.Equal(planned.Prediction.Upstream.OnsetSeconds, simulated.OnsetSeconds);
        if (planned.Prediction.Upstream is { DependsOn: not null, EarliestOnsetSeconds: { } earliest })
        {
            // What chance decides comes no earlier than it can, and is rare.
            Assert.True(
                measured["firstFailureSeconds"] is not { } first || RecordedScenario.Number(first) >= earliest * 0.99,
                measured.ToJsonString());
            Assert.InRange((long)measured["failed"]!, 0, (long)measured["ok"]! / 20);
            return;
        }

        if (simulated.OnsetSeconds is not { } onset)
        {
            Assert.Null(measured["firstFailureSeconds"]);
            return;
        }

        // A hundredth of an onset of a second or two is less than what a busy machine's scheduler may take.
        var tolerance = Math.Max(onset * 0.01, 0.04);
        Assert.InRange(RecordedScenario.Number(measured["firstFailureSeconds"]), onset - tolerance, onset + tolerance);
        Assert.Equal(simulated.ConnectionsBeforeFirstFailure, (long)measured["connectionsBeforeFirstFailure"]!);
        Assert.Equal(planned.Prediction.Upstream.CapacityPorts, (long)measured["connectionsBeforeFirstFailure"]!);
    }

    private JsonNode ById(string id) => run.Summary["cases"]!.AsArray().Single(summary => (string?)summary!["id"] == id)!;
}
