using Repro.Knobs;
using Repro.Model;
using Repro.Planning;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly Kernel Kernel = new();

    [Fact]
    public void The_quick_scenarios_plan_is_known()
    {
        var cases = Plan(File.ReadAllText(RepositoryRoot.PathOf("scenarios", "quick.yaml"))).Cases;

        Assert.Equal(["none@500", "tw-reuse@500", "wider-range-2@500", "backend-ports-2@500"], cases.Select(planned => planned.Id));
        Assert.Equal(["none", "tw-reuse", "wider-range ×2", "backend-ports ×2"], cases.Select(planned => planned.Label));
        Assert.Equal(["exhausted", "averted", "delayed", "delayed"], cases.Select(Verdict));
        Assert.Equal([true, false, false, false], cases.Select(planned => planned.IsBaseline));

        var hops = cases.Select(planned => planned.Prediction.Upstream).ToList();
        Assert.Equal([2000L, 2000, 4000, 4000], hops.Select(hop => hop.CapacityPorts));
        Assert.Equal([(1000, 2), (1000, 2), (2000, 2), (1000, 4)], hops.Select(hop => (hop.PortsPerTuple, hop.Tuples)));
        Assert.Equal([4.0, null, 8, 8], hops.Select(hop => hop.OnsetSeconds));
        Assert.Equal([2.0, null, 4, 4], hops.Select(hop => hop.KneeSeconds));
        Assert.Equal([32.774, 2000, 65.548, 65.548], hops.Select(hop => Math.Round(hop.ThresholdPerSecond!.Value, 3)));
        Assert.Equal([61.024, 1, 61.024, 61.024], hops.Select(hop => hop.HoldSeconds));
        Assert.All(cases.Select(planned => planned.Prediction.Hops[0]), hop =>
            Assert.Equal((4 * 28_232L, null), (hop.CapacityPorts, hop.OnsetSeconds)));
    }

    [Fact]
    public void A_scenario_without_mitigations_is_its_own_baseline()
    {
        var planned = Assert.Single(Plan("load: { rate: 0.5/s }").Cases);

        Assert.Equal(("none@0.5", true, null), (planned.Id, planned.IsBaseline, Verdict(planned)));
        Assert.Equal(new Conditions { Load = new Load { Rate = new Rate(0.5) } }, planned.Conditions);
    }

    [Fact]
    public void A_mitigation_of_ones_own_is_a_case_like_any_other()
    {
        var planned = Plan("mitigations: [none, { name: slower, change: { load: { rate: 20/s } } }]\nexpect: { slower: carried }").Cases[1];

        Assert.Equal(("slower@20", "slower", "carried"), (planned.Id, planned.Label, Verdict(planned)));
        Assert.Null(planned.Prediction.Upstream.OnsetSeconds);
    }

    [Fact]
    public void Each_factor_is_a_case_and_an_expectation_may_name_it()
    {
        var cases = Plan(
            """
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767 } }
            mitigations: [none, wider-range: 2, wider-range: 4]
            expect: { wider-range: delayed, wider-range-4: averted }
            """).Cases.Skip(1).ToList();

        Assert.Equal(["wider-range-2@500", "wider-range-4@500"], cases.Select(planned => planned.Id));
        Assert.Equal(["delayed", "averted"], cases.Select(Verdict));
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
        var hops = Assert.Single(
            Plan("{ clients: { count: 7 }, proxy: { addresses: 2 }, backends: { count: 3, addresses: 4, ports: 5 } }").Cases)
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
    [InlineData("[none, tw-reuse + wider-rang x4]", "1:21: unknown mitigation 'wider-rang'; did you mean 'wider-range'?")]
    [InlineData("[tw-reuse x2 + wider-range]", "1:15: 'tw-reuse' takes no factor; write it alone")]
    [InlineData("[{ name: mine, use: tw-reuse + widr-range }]", "1:15: unknown mitigation 'widr-range'; did you mean 'wider-range'?")]
    [InlineData("[{ name: tw-reuse, use: tw-reuse }]", "1:15: 'tw-reuse' is a mitigation of the catalogue; give your own another name")]
    [InlineData(
        "[wider-range, wider-range x2]",
        "1:28: wider-range: there is a case wider-range-2@500 already; leave one out, or give it another name")]
    [InlineData(
        "[none, backend-ports x64 + more-destinations x64]",
        "1:21: backend-ports + more-destinations: 8192 tuples are more than the lab can hold; keep addresses × backends × ports within "
            + "4096")]
    [InlineData(
        "[backend-closes-first + late-fin]",
        "1:15: backend-closes-first + late-fin: a backend that closes first has no late FIN and keeps nothing alive: "
            + "leave backends.finDelay and proxy.keepAlive out")]
    [InlineData(
        "[backend-closes-first + keep-alive]",
        "1:15: backend-closes-first + keep-alive: a backend that closes first has no late FIN and keeps nothing alive: "
            + "leave backends.finDelay and proxy.keepAlive out")]
    [InlineData("[none]\nbackends: { delay: 5s }", "1:15: none: every request would time out: keep backends.delay below load.timeout")]
    [InlineData(
        "[none]\nfind: threshold\nload: { arrivals: poisson }",
        "1:15: none: a threshold is looked for with constant arrivals; leave load.arrivals out")]
    [InlineData(
        "[none]\nload: { rate: 1000000/s, duration: 51s }",
        "1:15: none: 51000000 requests are more than a case can hold; keep rate × duration within 50000000 with constant arrivals")]
    [InlineData(
        "[none]\nload: { rate: 1000000/s, duration: 168h, arrivals: poisson }",
        "1:15: none: 604800000000 requests are more than a case can hold; keep rate × duration within 2000000 with poisson arrivals")]
    [InlineData(
        "[none]\nload: { arrivals: bursts }\nproxy: { sysctls: { net.ipv4.ip_local_reserved_ports: 1-65535 } }",
        "1:15: none: the port range of the proxy, 32768–60999, has no port left that is not reserved")]
    [InlineData("\n- tw-reuse: 2", "2:3: 'tw-reuse' takes no factor; write it alone")]
    [InlineData("\n- none: 2", "2:3: 'none' takes no factor; write it alone")]
    [InlineData(
        "\n- wider-range: 3\nproxy: { sysctls: { net.ipv4.ip_local_port_range: 40000 61535 } }",
        "2:3: wider-range: the port range of the proxy would be 928–65535; keep it within 1024–65535, as the kernel takes none below "
            + "net.ipv4.ip_unprivileged_port_start, or set that to 928 too")]
    [InlineData(
        "[{ name: low, change: { clients: { sysctls: { net.ipv4.ip_local_port_range: 1000 2000 } } } }]",
        "1:15: low: the port range of the clients would be 1000–2000; keep it within 1024–65535, as the kernel takes none below "
            + "net.ipv4.ip_unprivileged_port_start, or set that to 1000 too")]
    [InlineData(
        "[{ name: full, change: { proxy: { sysctls: { net.ipv4.ip_local_reserved_ports: 1-65535 } } } }]",
        "1:15: full: the port range of the proxy, 32768–60999, has no port left that is not reserved")]
    [InlineData(
        "[{ name: big, change: { backends: { addresses: 64, ports: 64 } } }]",
        "1:15: big: 8192 tuples are more than the lab can hold; keep addresses × backends × ports within 4096")]
    [InlineData(
        "[{ name: clients, change: { clients: { count: 32 }, proxy: { transparent: true }, backends: { addresses: 64, ports: 2 } } }]",
        "1:15: clients: 8192 tuples are more than the lab can hold; keep addresses × backends × ports within 4096")]
    [InlineData(
        "\n- wider-range: 3",
        "2:3: wider-range: the port range of the proxy would be 1–65535; keep it within 1024–65535, as the kernel takes none below "
            + "net.ipv4.ip_unprivileged_port_start")]
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
    [InlineData("[none]\nexpect: { none@501: exhausted }", "2:11: 'none@501' is not among the mitigations; known are: none")]
    [InlineData(
        "[none, { name: mine, change: { proxy: { mode: tcp } } }]\nexpect: { mine@500: averted }",
        "1:21: mine: proxy.mode is tcp for haproxy alone")]
    [InlineData("[none]\nexpect: { wider-range-2: averted }", "2:11: 'wider-range-2' is not among the mitigations; known are: none")]
    public void What_can_not_be_run_is_refused_where_it_stands(string mitigations, string error)
    {
        var diagnostics = Planner.Create(ScenarioText.Parse($"mitigations: {mitigations}"), Kernel).Diagnostics;

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
            Kernel);

        Assert.Equal(3, diagnostics.Count);
        Assert.Equal(["none@500", "backend-ports-64@500"], plan.Cases.Select(planned => planned.Id));
    }

    [Fact]
    public void Several_mitigations_together_are_a_case_and_apply_in_order()
    {
        var planned = Plan(
            """
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767 } }
            mitigations: [none, tw-reuse + wider-range x4 + backend-ports]
            """).Cases[1];

        Assert.Equal(
            ("tw-reuse+wider-range-4+backend-ports-2@500", "tw-reuse + wider-range ×4 + backend-ports "
                + "×2", "tw-reuse + wider-range + backend-ports"),
            (planned.Id, planned.Label, planned.Mitigation));
        Assert.Equal((4000, 4, 1.0), (
            planned.Prediction.Upstream.PortsPerTuple, planned.Prediction.Upstream.Tuples, planned.Prediction.Upstream.HoldSeconds));
        Assert.Equal(
            string.Join("; ", new[] { "tw-reuse", "wider-range", "backend-ports" }.Select(name => Catalogue.Find(name)!.Summary)),
            planned.Summary);
        Assert.Contains(Catalogue.Find("wider-range")!.Risk, planned.Risk, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mitigation_of_ones_own_may_use_the_catalogues_and_changes_what_is_left()
    {
        var planned = Plan(
            """
            mitigations:
              - none
              - { name: mine, use: tw-reuse + backend-ports x3, change: { load: { rate: 20/s }, backends: { ports: 5 } } }
              - { name: plain, change: { load: { rate: 30/s } } }
            """).Cases;

        Assert.Equal(["none@500", "mine@20", "plain@30"], planned.Select(one => one.Id));
        Assert.Equal((true, 5), (planned[1].Conditions.Proxy.Sysctls.ReusesTimeWait, planned[1].Conditions.Backends.Ports));
        Assert.Contains(Catalogue.Find("tw-reuse")!.Risk, planned[1].Risk, StringComparison.Ordinal);
        Assert.Equal(("load.rate: 500/s → 30/s", null), (planned[2].Summary, planned[2].Risk));
    }

    [Theory]
    [InlineData("none@230", "none@230")]
    [InlineData("wider-range-4", "wider-range-4@230 wider-range-4@300")]
    [InlineData("wider-range ×4", "wider-range-4@230 wider-range-4@300")]
    [InlineData("wider-range x4", "wider-range-4@230 wider-range-4@300")]
    [InlineData("wider-range", "wider-range-4@230 wider-range-2@230 wider-range-4@300 wider-range-2@300")]
    [InlineData("tw-reuse + wider-range", "tw-reuse+wider-range-3@230 tw-reuse+wider-range-3@300")]
    [InlineData("tw-reuse + wider-range x3", "tw-reuse+wider-range-3@230 tw-reuse+wider-range-3@300")]
    [InlineData("tw-reuse+wider-range-3@300", "tw-reuse+wider-range-3@300")]
    public void An_expectation_means_every_case_that_it_names(string name, string ids)
    {
        var cases = Plan(
            $$"""
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767 } }
            mitigations: [none, wider-range: 4, wider-range: 2, tw-reuse + wider-range x3]
            matrix: { load.rate: [230/s, 300/s] }
            expect: { "{{name}}": carried }
            """).Cases;

        Assert.Equal(ids, string.Join(' ', cases.Where(planned => Verdict(planned) == "carried").Select(planned => planned.Id)));
    }

    [Theory]
    [InlineData("none: exhausted, none@230: carried")]
    [InlineData("none@230: carried, none: exhausted")]
    public void An_expectation_of_one_rate_comes_before_that_of_all(string expect) =>
        Assert.Equal(
            ["carried", "exhausted"],
            Plan($"mitigations: [none]\nmatrix: {{ load.rate: [230/s, 900/s] }}\nexpect: {{ {expect} }}").Cases
                .Select(Verdict));

    [Fact]
    public void What_this_kernel_lacks_is_predicted_only_and_says_why()
    {
        var scenario = ScenarioText.Parse(
            "mitigations: [none, tw-recycle, more-sources + tw-reuse-fast, { name: mine, use: per-socket-range }]");
        var bare = new Kernel { Has = _ => false };

        Assert.Equal(
            [
                null,
                "net.ipv4.tcp_tw_recycle was removed in Linux 4.12",
                "IP_BIND_ADDRESS_NO_PORT is not in this kernel (it came with Linux 4.2); "
                    + "net.ipv4.tcp_tw_reuse_delay is not in this kernel (it came with Linux 6.14); the delay is one second",
                "IP_LOCAL_PORT_RANGE is not in this kernel (it came with Linux 6.3)",
            ],
            Planner.Create(scenario, bare).Plan.Cases.Select(planned => planned.PredictedOnly));
        Assert.Equal(
            [null, "net.ipv4.tcp_tw_recycle was removed in Linux 4.12", null, null],
            Planner.Create(scenario, Kernel).Plan.Cases.Select(planned => planned.PredictedOnly));
    }

    [Fact]
    public void A_case_that_can_not_run_is_predicted_all_the_same() =>
        Assert.Equal(0.704, Plan("mitigations: [tw-recycle]").Cases[0].Prediction.Upstream.HoldSeconds, 0.05);

    [Fact]
    public void Predictions_stand_on_the_kernels_timers() => Assert.Equal(
        [30 + (0.512 / 2), 120 + (4.096 / 2)],
        new[] { 30.0, 120 }.Select(seconds => Math.Round(
            Planner.Create(ScenarioText.Parse("{}"), new Kernel { Hertz = 1000, TimeWaitSeconds = seconds }).Plan.Cases[
                0].Prediction.Upstream.HoldSeconds,
            6)));

    [Fact]
    public void Without_its_baseline_a_case_is_expected_nothing()
    {
        var plan = Plan("mitigations: [none, tw-reuse]\nexpect: { none: exhausted, tw-reuse: averted }");

        Assert.Empty(Assert.Single(plan.Only(id => id != "none@500").Cases).Expected);
        Assert.Equal(["exhausted"], plan.Only(id => id == "none@500").Cases.Select(Verdict));
    }

    [Fact]
    public void More_mitigations_than_a_run_can_hold_are_refused() => Assert.Equal(
        "test.yaml:1:15: 1001 cases are more than a run can hold; keep them within 1000",
        Assert.Single(Planner.Create(
            ScenarioText.Parse(
                $"mitigations: [{string.Join(", ", Enumerable.Range(0, 1001).Select(number => $"{{ name: m{number}, change: {{}} }}"))}]"),
            Kernel).Diagnostics).ToString());

    private static Plan Plan(string yaml)
    {
        var (plan, diagnostics) = Planner.Create(ScenarioText.Parse(yaml), Kernel);
        Assert.Empty(diagnostics);
        return plan;
    }

    private static string? Verdict(PlannedCase planned) => planned.Expected.SingleOrDefault(expectation => expectation.IsVerdict)?.Expected;
}
