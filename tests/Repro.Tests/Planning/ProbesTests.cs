using Repro.Knobs;
using Repro.Planning;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

public sealed class ProbesTests
{
    private static readonly Kernel Kernel = new();

    [Fact]
    public void Each_lab_lasts_for_a_hold_time_and_some_more()
    {
        var planned = Planned(
            "{ load: { rate: 500/s, duration: 10s }, proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767 } } }");
        var probes = Probes.Next(planned, [], Kernel);

        Assert.Equal([26.219, 31.791, 33.757, 40.967], probes.Select(probe => probe.Conditions.Load.Rate.PerSecond));
        Assert.All(probes, probe => Assert.Equal((61.024 * 1.1) + 2, probe.Conditions.Load.Duration.TotalSeconds, 6));
        Assert.Equal(["none@26.219", "none@31.791", "none@33.757", "none@40.967"], probes.Select(probe => probe.Id));
        Assert.Equal([null, null, 2000 / 33.757, 2000 / 40.967], probes.Select(probe => probe.Prediction.Upstream.OnsetSeconds));
    }

    [Fact]
    public void A_load_that_is_longer_than_that_stays_as_long() => Assert.All(
        Probes.Next(Planned("{ load: { rate: 2000/s, duration: 2m } }"), [], Kernel),
        probe => Assert.Equal(120, probe.Conditions.Load.Duration.TotalSeconds));

    [Fact]
    public void The_hop_that_carries_least_is_the_one_that_is_looked_at()
    {
        var planned = Planned(
            """
            clients: { count: 1, sysctls: { net.ipv4.ip_local_port_range: 40000 40099 } }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 40000 40999 } }
            """);

        Assert.Equal(Math.Round(100 / 61.024 * 0.8, 3), Probes.Next(planned, [], Kernel)[0].Conditions.Load.Rate.PerSecond);
    }

    [Fact]
    public void Where_nothing_is_held_the_clients_are_what_runs_out() => Assert.Equal(
        Math.Round(4 * 28_232 / 61.024 * 0.8, 1),
        Probes.Next(Planned("mitigations: [rst-close]"), [], Kernel)[0].Conditions.Load.Rate.PerSecond);

    [Fact]
    public void A_search_that_is_over_has_no_more_labs()
    {
        var planned = Planned("proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767 } }");

        Assert.Empty(Probes.Next(planned, [new Probe(32.5, false), new Probe(33, true)], Kernel));
        Assert.NotEmpty(Probes.Next(planned, [new Probe(32, false), new Probe(33, true)], Kernel));
    }

    [Theory]
    [InlineData("proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767 } }")]
    [InlineData("{ mitigations: [none], proxy: { close: rst }, clients: { sysctls: { net.ipv4.tcp_tw_reuse: 1 } } }")]
    public void What_the_scenario_expects_is_of_its_own_rates_but_for_the_threshold(string yaml)
    {
        var expected = ScenarioText.Parse(
            "expect: { none: { verdict: exhausted, firstFailure: 4s ± 2%, threshold: '>= 450/s' } }").Expect;
        var probes = Probes.Next(Planned(yaml) with { Expected = expected }, [], Kernel);

        Assert.NotEmpty(probes);
        Assert.All(probes, probe => Assert.Equal("threshold", Assert.Single(probe.Expected).Figure));
    }

    [Fact]
    public void High_rates_are_looked_at_in_steps_of_a_tenth() => Assert.All(
        Probes.Next(Planned("mitigations: [tw-reuse]"), [], Kernel),
        probe => Assert.Equal(Math.Round(probe.Conditions.Load.Rate.PerSecond, 1), probe.Conditions.Load.Rate.PerSecond));

    private static PlannedCase Planned(string yaml)
    {
        var (plan, diagnostics) = Planner.Create(ScenarioText.Parse(yaml), Kernel);
        Assert.Empty(diagnostics);
        return Assert.Single(plan.Cases);
    }
}
