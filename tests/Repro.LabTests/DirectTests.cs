using Repro.Model;
using Repro.Nodes;
using Repro.Planning;
using Repro.Scenarios;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/direct.yaml as it ships: no proxy, and two clients that run out of their own ports.</summary>
public sealed class DirectRun : RecordedScenario
{
    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "direct.yaml");
}

/// <summary>The whole catalogue without a proxy: two clients, with half of the ports of scenarios/mitigations.yaml's proxy each.</summary>
public sealed class DirectCatalogueRun : RecordedScenario
{
    private const string Overloaded = "tw-reuse-overloaded";
    private static readonly Scenario Shipped = CatalogueRun.Scenario;

    internal static Scenario Scenario { get; } = Shipped with
    {
        Name = "direct-mitigations",
        Conditions = Shipped.Conditions with
        {
            Load = Shipped.Conditions.Load with { Duration = TimeSpan.FromSeconds(12) },
            Clients = new Clients { Count = 2, Sysctls = Shipped.Conditions.Proxy.Sysctls.With(Sysctls.LocalPortRangeKey, "32768 32793") },
            Proxy = new Proxy { Kind = "none" },
        },
        // A load just above what reuse carries is the kernel's to decide, whoever opens connections: it is run with a proxy.
        Mitigations = [.. Shipped.Mitigations.Where(use => use.Terms[0].Name != "client-addresses" && use.OwnName != Overloaded)],
        // That nothing comes free before two minutes have passed does not show in a load of twelve seconds.
        Expect = [.. Shipped.Expect.Where(expected => expected.Mitigation is not ("client-addresses-of-two" or "late-fin" or Overloaded))],
    };

    internal static Plan Plan { get; } = Planner.Create(Scenario, KernelProbe.Kernel).Plan;

    protected override string ScenarioFile(string folder)
    {
        var path = Path.Combine(folder, "direct-mitigations.yaml");
        File.WriteAllText(path, Repro.Scenarios.ScenarioFile.ToYaml(Repro.Scenarios.ScenarioFile.ToJson(Scenario)));
        return path;
    }
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class DirectTests(DirectRun run) : IClassFixture<DirectRun>
{
    [Fact]
    public async Task It_is_valid_and_as_expected()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("none", 2000, 4.0)]
    [InlineData("wider-range", 4000, 8.0)]
    [InlineData("backend-ports", 4000, 8.0)]
    [InlineData("more-sources", 4000, 8.0)]
    public async Task Ports_of_all_clients_run_out_after_exactly_the_capacity_and_on_time(string mitigation, int capacity, double onset)
    {
        await Requirement.NetnsAsync();
        run.AssertRanOut(mitigation, capacity, onset);
    }

    [Fact]
    public async Task A_client_finds_no_port_towards_a_backend_and_says_so_itself()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("none");
        var failed = (long)summary["measured"]!["failed"]!;
        Assert.Equal(failed, (long)summary["errors"]!["connect/EADDRNOTAVAIL"]!);
        Assert.Equal(failed, (long)summary["clientErrors"]!["connect/EADDRNOTAVAIL"]!);
        Assert.Matches("^client-[12]→backend-[12]$", (string?)summary["exhaustedHop"]);
        Assert.Equal("clients→backends", Assert.Single(summary["hops"]!.AsArray())!["name"]!.GetValue<string>());
        Assert.Equal(
            ["backend-1", "backend-2", "client-1", "client-2"],
            run.Lines("none@500", "sockets.ndjson").Select(line => (string)line["host"]!).Distinct().Order());
    }

    [Fact]
    public async Task A_pool_in_each_client_churns_no_ports()
    {
        await Requirement.NetnsAsync();
        Assert.InRange((long)run.Case("keep-alive")["measured"]!["connections"]!, 2, 128);
    }
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class DirectCatalogueTests(DirectCatalogueRun run) : IClassFixture<DirectCatalogueRun>
{
    [Fact]
    public async Task Every_mitigation_acts_on_clients_as_it_does_on_a_proxy_and_as_predicted()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
        var planned = DirectCatalogueRun.Plan.Cases.Where(planned => planned.PredictedOnly is null).ToList();
        Assert.Equal(
            Catalogue.All.Select(mitigation => mitigation.Name).Except(["client-addresses", "tw-recycle"]).Order(),
            planned.SelectMany(one => one.Mitigation.Split(" + ")).Intersect(Catalogue.All.Select(one => one.Name)).Order());
        Assert.All(planned, one => CatalogueTests.AssertAsPredicted(
            one, run.Summary["cases"]!.AsArray().Single(summary => (string?)summary!["id"] == one.Id)!));
    }

    [Theory]
    [InlineData("rst-close")]
    [InlineData("backend-closes-first")]
    public async Task Clients_that_do_not_close_first_with_a_FIN_have_no_TIME_WAIT(string mitigation)
    {
        await Requirement.NetnsAsync();
        Assert.Equal((0, 0L), (run.Case(mitigation)["measured"]! is var measured
            ? ((int)measured["peakTimeWait"]!, (long)measured["failed"]!)
            : default));
    }

    [Theory]
    [InlineData("bind-first", 52)]
    [InlineData("more-sources-bind", 104)]
    public async Task Where_bind_picks_the_port_destinations_share_those_of_a_source(string mitigation, int capacity)
    {
        await Requirement.NetnsAsync();
        var summary = run.Case(mitigation);
        Assert.Equal(["bind/EADDRINUSE"], summary["errors"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(capacity, (int)summary["measured"]!["connectionsBeforeFirstFailure"]!);
    }
}
