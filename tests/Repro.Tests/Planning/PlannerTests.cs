using Repro.Physics;
using Repro.Planning;
using Repro.Scenarios;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

public sealed class PlannerTests
{
    private const int Hertz = 250;

    [Fact]
    public void The_quick_scenarios_plan_is_known()
    {
        var cases = Plan(File.ReadAllText(RepositoryRoot.PathOf("scenarios", "quick.yaml"))).Cases;

        Assert.Equal(["none@500", "tw-reuse@500", "wider-range-2@500", "backend-ports-2@500"], cases.Select(planned => planned.Id));
        Assert.Equal(["none", "tw-reuse", "wider-range ×2", "backend-ports ×2"], cases.Select(planned => planned.Label));
        Assert.Equal(["exhausted", "averted", "delayed", "delayed"], cases.Select(planned => planned.Expected));
        Assert.Equal([true, false, false, false], cases.Select(planned => planned.IsBaseline));

        var hops = cases.Select(planned => planned.Prediction.Upstream).ToList();
        Assert.Equal([2000L, 2000, 4000, 4000], hops.Select(hop => hop.CapacityPorts));
        Assert.Equal([(1000, 2), (1000, 2), (2000, 2), (1000, 4)], hops.Select(hop => (hop.PortsPerTuple, hop.Tuples)));
        Assert.Equal([4.0, null, 8, 8], hops.Select(hop => hop.OnsetSeconds));
        Assert.Equal([2.0, null, 4, 4], hops.Select(hop => hop.KneeSeconds));
        Assert.Equal([32.774, 2000, 65.548, 65.548], hops.Select(hop => Math.Round(hop.ThresholdPerSecond, 3)));
        Assert.Equal([61.024, 1, 61.024, 61.024], hops.Select(hop => hop.HoldSeconds));
        Assert.All(cases.Select(planned => planned.Prediction.Hops[0]), hop => Assert.Equal((4 * 28_232L, null), (hop.CapacityPorts, hop.OnsetSeconds)));
    }

    [Fact]
    public void A_scenario_without_mitigations_is_its_own_baseline()
    {
        var planned = Assert.Single(Plan("load: { rate: 0.5/s }").Cases);

        Assert.Equal(("none@0.5", true, null), (planned.Id, planned.IsBaseline, planned.Expected));
        Assert.Equal(new Conditions { Load = new Load { Rate = new Rate(0.5) } }, planned.Conditions);
    }

    [Fact]
    public void A_mitigation_of_ones_own_is_a_case_like_any_other()
    {
        var planned = Plan("mitigations: [none, { name: slower, change: { load: { rate: 20/s } } }]\nexpect: { slower: carried }").Cases[1];

        Assert.Equal(("slower@20", "slower", "carried"), (planned.Id, planned.Label, planned.Expected));
        Assert.Null(planned.Prediction.Upstream.OnsetSeconds);
    }

    [Fact]
    public void Each_factor_is_a_case_and_an_expectation_may_name_it()
    {
        var cases = Plan(
            """
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767 } }
            mitigations: [none, wider-range: 2, wider-range: 4]
            expect: { wider-range-4: averted, wider-range: delayed }
            """).Cases.Skip(1).ToList();

        Assert.Equal(["wider-range-2@500", "wider-range-4@500"], cases.Select(planned => planned.Id));
        Assert.Equal(["delayed", "averted"], cases.Select(planned => planned.Expected));
        Assert.Equal([2000, 4000], cases.Select(planned => planned.Prediction.Upstream.PortsPerTuple));
    }

    [Fact]
    public void The_bottleneck_is_the_hop_that_runs_out_first()
    {
        var prediction = Assert.Single(Plan(
            """
            clients: { count: 1, sysctls: { net.ipv4.ip_local_port_range: 40000 40099 } }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 40000 40999 } }
            """).Cases).Prediction;

        Assert.Equal([0.2, 4], prediction.Hops.Select(hop => hop.OnsetSeconds));
        Assert.Equal(("clients→proxy", "proxy→backends"), (prediction.Bottleneck.Name, prediction.Upstream.Name));
    }

    [Fact]
    public void Every_address_and_every_port_of_a_backend_is_a_tuple_of_its_own()
    {
        var hops = Assert.Single(Plan("{ clients: { count: 7 }, proxy: { addresses: 2 }, backends: { count: 3, addresses: 4, ports: 5 } }").Cases)
            .Prediction.Hops;

        Assert.Equal([7, 2 * 3 * 4 * 5], hops.Select(hop => hop.Tuples));
    }

    [Fact]
    public void Without_an_onset_the_bottleneck_is_the_hop_that_the_scenario_is_about() =>
        Assert.Equal("proxy→backends", Assert.Single(Plan("load: { rate: 1/s }").Cases).Prediction.Bottleneck.Name);

    [Fact]
    public void Reserved_ports_are_not_counted() =>
        Assert.Equal(900, Assert.Single(Plan(
            """
            proxy:
              sysctls:
                net.ipv4.ip_local_port_range: 32768 33767
                net.ipv4.ip_local_reserved_ports: 33000-33099
            """).Cases).Prediction.Upstream.PortsPerTuple);

    [Theory]
    [InlineData("[tw_reuse]", "1:15: unknown mitigation 'tw_reuse'; did you mean 'tw-reuse'?")]
    [InlineData("[keep-alive]", "1:15: unknown mitigation 'keep-alive'; known are: none, tw-reuse, wider-range, backend-ports")]
    [InlineData("\n- tw-reuse: 2", "2:3: 'tw-reuse' takes no factor; write it alone")]
    [InlineData("\n- none: 2", "2:3: 'none' takes no factor; write it alone")]
    [InlineData(
        "\n- wider-range: 3\nproxy: { sysctls: { net.ipv4.ip_local_port_range: 40000 61535 } }",
        "2:3: wider-range: the port range of the proxy would be 928–65535; keep it within 1024–65535")]
    [InlineData(
        "[{ name: low, change: { clients: { sysctls: { net.ipv4.ip_local_port_range: 1000 2000 } } } }]",
        "1:15: low: the port range of the clients would be 1000–2000; keep it within 1024–65535")]
    [InlineData(
        "[{ name: full, change: { proxy: { sysctls: { net.ipv4.ip_local_reserved_ports: 1-65535 } } } }]",
        "1:15: full: the port range of the proxy, 32768–60999, has no port left that is not reserved")]
    [InlineData(
        "[{ name: big, change: { backends: { addresses: 64, ports: 64 } } }]",
        "1:15: big: 8192 tuples are more than the lab can hold; keep addresses × backends × ports within 4096")]
    [InlineData("\n- wider-range: 3", "2:3: wider-range: the port range of the proxy would be 1–65535; keep it within 1024–65535")]
    [InlineData("[none, none]", "1:21: none: there is a case none@500 already; leave one out, or give it another name")]
    [InlineData(
        "[wider-range, wider-range: 2]",
        "1:28: wider-range: there is a case wider-range-2@500 already; leave one out, or give it another name")]
    [InlineData(
        "[wider-range: 2, { name: wider-range-2, change: {} }]",
        "1:31: wider-range-2: there is a case wider-range-2@500 already; leave one out, or give it another name")]
    [InlineData("[tw-reuse: 2]", "1:15: 'tw-reuse' takes no factor; write it alone")]
    [InlineData("[{ name: none, change: {} }]", "1:15: 'none' is a mitigation of the catalogue; give your own another name")]
    [InlineData(
        "[tw-reuse]\nexpect: { tw-reuse: averted }",
        "2:11: 'averted' is a verdict beside 'none' at the same rate, which is not among the cases")]
    [InlineData(
        "[none, { name: faster, change: { load: { rate: 900/s } } }]\nexpect: { faster: worse }",
        "2:11: 'worse' is a verdict beside 'none' at the same rate, which is not among the cases")]
    [InlineData("[none]\nexpect: { non: averted }", "2:11: 'non' is not among the mitigations; did you mean 'none'?")]
    [InlineData("[none]\nexpect: { wider-range-2: averted }", "2:11: 'wider-range-2' is not among the mitigations; known are: none")]
    public void What_can_not_be_run_is_refused_where_it_stands(string mitigations, string error)
    {
        var diagnostics = Planner.Create(ScenarioText.Parse($"mitigations: {mitigations}"), Hertz).Diagnostics;

        Assert.Equal($"{ScenarioText.File}:{error}", Assert.Single(diagnostics).ToString());
    }

    [Fact]
    public void All_that_can_not_be_run_is_reported_at_once_and_the_rest_is_planned()
    {
        var (plan, diagnostics) = Planner.Create(
            ScenarioText.Parse(
                """
                mitigations:
                  - none
                  - tw-reus
                  - tw-reuse: 2
                  - backend-ports: 64
                  - { name: big, change: { backends: { ports: 64, addresses: 64 } } }
                """),
            Hertz);

        Assert.Equal(3, diagnostics.Count);
        Assert.Equal(["none@500", "backend-ports-64@500"], plan.Cases.Select(planned => planned.Id));
    }

    [Theory]
    [InlineData(32768, 33767, 2, 32768, 34767)]
    [InlineData(32768, 60999, 2, 9072, 65535)]
    [InlineData(60000, 65535, 2, 54464, 65535)]
    public void Widen_GrowsUpwardsThenDownwards(int low, int high, int factor, int newLow, int newHigh) =>
        Assert.Equal(new PortRange(newLow, newHigh), Catalogue.Widen(new PortRange(low, high), factor));

    [Fact]
    public void Every_mitigation_of_the_catalogue_but_the_baseline_changes_something()
    {
        var conditions = new Conditions();

        Assert.All(Catalogue.All, mitigation => Assert.Equal(
            mitigation.Name == Catalogue.Baseline, mitigation.Apply(conditions, mitigation.DefaultFactor ?? 1) == conditions));
        Assert.Distinct(Catalogue.All.Select(mitigation => mitigation.Name));
    }

    private static Plan Plan(string yaml)
    {
        var (plan, diagnostics) = Planner.Create(ScenarioText.Parse(yaml), Hertz);
        Assert.Empty(diagnostics);
        return plan;
    }
}
