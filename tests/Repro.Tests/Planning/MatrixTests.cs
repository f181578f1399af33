using Repro.Knobs;
using Repro.Planning;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

public sealed class MatrixTests
{
    [Fact]
    public void Every_mitigation_runs_with_every_combination_the_first_key_changing_slowest()
    {
        var cases = Plan(
            """
            mitigations: [none, tw-reuse]
            matrix:
              backends.delay: [0, 1.5s]
              load.rate: [100/s, 30/min]
            """).Cases;

        Assert.Equal(
            [
                "none@100,backends.delay=0", "tw-reuse@100,backends.delay=0", "none@0.5,backends.delay=0", "tw-reuse@0.5,backends.delay=0",
                "none@100,backends.delay=1.5s", "tw-reuse@100,backends.delay=1.5s", "none@0.5,backends.delay=1.5s",
                "tw-reuse@0.5,backends.delay=1.5s",
            ],
            cases.Select(planned => planned.Id));
        Assert.Equal((0.5, 1.5), (cases[^1].Conditions.Load.Rate.PerSecond, cases[^1].Conditions.Backends.Delay.TotalSeconds));
        Assert.Equal(("backends.delay=1.5s", "tw-reuse, backends.delay=1.5s"), (cases[^1].Point, cases[^1].Label));
        Assert.Equal(4, cases.Select(planned => planned.Label).Distinct().Count());
    }

    [Fact]
    public void The_rate_alone_makes_no_point() => Assert.Equal(
        [("none@100", "", "none"), ("none@200", "", "none")],
        Plan("matrix: { load.rate: [100/s, 200/s] }").Cases.Select(planned => (planned.Id, planned.Point, planned.Label)));

    [Fact]
    public void A_mitigation_applies_to_what_the_matrix_says() => Assert.Equal(
        [2, 6],
        Plan("{ mitigations: [backend-ports: 2], matrix: { backends.ports: [1, 3] } }").Cases
            .Select(planned => planned.Conditions.Backends.Ports));

    [Fact]
    public void A_sysctl_is_a_key_with_all_its_dots_and_no_id_has_a_letter_that_a_folder_can_not_have()
    {
        var cases = Plan(
            """
            matrix:
              proxy.sysctls.net.ipv4.ip_local_port_range: [32768 33767, 32768 34767]
              proxy.sysctls.net.ipv4.ip_local_reserved_ports: ['33000, 33002-33003']
            """).Cases;

        Assert.Equal([997, 1997], cases.Select(planned => planned.Prediction.Upstream.PortsPerTuple));
        Assert.All(cases, planned => Assert.Matches("^[A-Za-z0-9@+.,=_-]+$", planned.Id));
        Assert.Distinct(cases.Select(planned => planned.Id));
    }

    [Fact]
    public void Each_point_has_a_baseline_of_its_own()
    {
        var (plan, diagnostics) = Planner.Create(
            ScenarioText.Parse(
                """
                mitigations: [none, { name: slower, change: { load: { rate: 20/s } } }, tw-reuse]
                matrix: { backends.count: [1, 2] }
                expect: { tw-reuse: averted, slower: averted }
                """),
            new Kernel());

        Assert.Equal(
            "test.yaml:3:30: 'averted' is a verdict beside 'none' at the same rate, which is not among the cases",
            Assert.Single(diagnostics).ToString());
        Assert.Equal(6, plan.Cases.Count);
    }

    [Theory]
    [InlineData("load.rate: 5/s", "2:14: load.rate takes a list of values here, like load.rate: [100/s, 200/s]")]
    [InlineData("load.rate: []", "2:14: load.rate takes a list of values here, like load.rate: [100/s, 200/s]")]
    [InlineData("load.rate: [[5/s]]", "2:14: load.rate takes a list of values here, like load.rate: [100/s, 200/s]")]
    [InlineData("load.rate: { a: 5/s }", "2:14: load.rate takes a list of values here, like load.rate: [100/s, 200/s]")]
    [InlineData("load.rat: [5/s, 6/s]", "2:3: unknown key 'rat'; did you mean 'rate'?")]
    [InlineData("loda.rate: [5/s, 6/s]", "2:3: unknown key 'loda'; did you mean 'load'?")]
    [InlineData(
        "expect: [a, b]", "2:3: unknown key 'expect'; known are: load, clients, proxy, backends, network, nat, services, prefill, steps")]
    [InlineData(
        "proxy.sysctls.kernel.x: [1, 2]", "2:3: 'kernel.x' can't be set per host; a network namespace has its own net.* sysctls only")]
    [InlineData(
        "load.rate: [5/s, 6]",
        "2:20: '6' is not valid here; write a rate from 0.001/s to 1,000,000/s with its unit, like 500/s, 2k/s or 30/min")]
    [InlineData("prefill: [50%, 100%]", "2:18: '100%' is not valid here; write a share from 0% to 99%, like 90%")]
    [InlineData(
        "load: [5]",
        "2:10: a mapping is expected here, with any of: rate, arrivals, from, steps, burst, seed, duration, timeout, response, command")]
    [InlineData(
        "proxy.sysctls.net.ipv4.tcp_tw_reuse: [1, 3]",
        "2:44: net.ipv4.tcp_tw_reuse: '3' is not valid; write 0 (never), 1 (always) or 2 (on the loopback only)")]
    public void A_wrong_axis_is_refused_where_it_is_wrong(string axis, string error) =>
        Assert.Equal(error, ScenarioText.Error($"matrix:\n  {axis}"));

    [Fact]
    public void A_matrix_is_a_mapping() => Assert.Equal(
        "1:9: a mapping of keys to lists is expected here, like load.rate: [100/s, 200/s]", ScenarioText.Error("matrix: [load.rate]"));

    [Fact]
    public void A_value_that_stands_twice_is_refused() => Assert.Equal(
        "test.yaml:1:1: none: there is a case none@5 already; leave one out, or give it another name",
        Assert.Single(Planner.Create(ScenarioText.Parse("matrix: { load.rate: [5/s, 300/min] }"), new Kernel()).Diagnostics).ToString());

    [Fact]
    public void A_threshold_has_no_rates_to_be_looked_for_at() => Assert.Equal(
        "test.yaml:2:11: a threshold is looked for at rates of its own; leave load.rate out of the matrix",
        Assert.Single(Planner.Create(ScenarioText.Parse("find: threshold\nmatrix: { load.rate: [5/s, 6/s] }"), new Kernel()).Diagnostics)
            .ToString());

    [Fact]
    public void What_is_wrong_at_several_points_is_said_once() => Assert.Single(
        Planner.Create(
            ScenarioText.Parse("{ mitigations: [tw-reus, none], matrix: { load.rate: [5/s, 6/s, 7/s] } }"), new Kernel()).Diagnostics);

    [Fact]
    public void More_cases_than_a_run_can_hold_are_refused_before_any_is_laid_out()
    {
        var axes = new[]
        {
            "clients.count", "backends.count", "backends.ports", "backends.addresses", "proxy.addresses", "load.steps", "load.burst",
        }
            .Select(key => $"{key}: [{string.Join(", ", Enumerable.Range(2, 30))}]");
        var (plan, diagnostics) = Planner.Create(ScenarioText.Parse($"matrix: {{ {string.Join(", ", axes)} }}"), new Kernel());

        Assert.Equal(
            "test.yaml:1:11: 21870000000 cases are more than a run can hold; keep them within 1000", Assert.Single(diagnostics).ToString());
        Assert.Empty(plan.Cases);
    }

    private static Plan Plan(string yaml)
    {
        var (plan, diagnostics) = Planner.Create(ScenarioText.Parse(yaml), new Kernel());
        Assert.Empty(diagnostics);
        return plan;
    }
}
