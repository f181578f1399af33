using Repro.Knobs;
using Repro.Model;
using Repro.Planning;
using Repro.Tests.Knobs;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

/// <summary>Who closes connections that are kept and not used, and what is left of them: 300 each three seconds.</summary>
public sealed class IdleBackendsTests
{
    private const string Bursts = "load: { rate: 100/s, arrivals: bursts, burst: 300, duration: 11s }\n";
    private const string Ports = "sysctls: { net.ipv4.ip_local_port_range: 32768 33267, net.ipv4.tcp_tw_reuse: 2 }";

    [Theory]
    // The proxy: TIME_WAIT is its own, and the fourth burst finds 100 ports.
    [InlineData("connections: 400, idle: 1s", "60s", 9.0)]
    // The backends: ports are free after the second that each of them waits.
    [InlineData("connections: 400, idle: 60s", "1s", null)]
    public void The_less_patient_one_has_the_TIME_WAIT(string pool, string idle, double? onset) =>
        Assert.Equal(onset, Of(Bursts, pool, idle).Prediction.Upstream.OnsetSeconds);

    [Theory]
    [InlineData("load: { rate: 100/s, duration: 30s }", "connections: 64, idle: 60s", "5s", false)]
    [InlineData("load: { rate: 6/min, duration: 60s }", "connections: 64, idle: 60s", "5s", true)]
    [InlineData("load: { rate: 6/min, duration: 60s }", "connections: 0, idle: 60s", "5s", false)]
    [InlineData("load: { rate: 6/min, duration: 60s }", "connections: 64, idle: 5s", "5s", false)]
    [InlineData("load: { rate: 6/min, duration: 60s }", "connections: 64, idle: 60s, requests: 1", "5s", false)]
    [InlineData("load: { rate: 100/s, arrivals: bursts, burst: 300, duration: 11s }", "connections: 200, idle: 60s", "1s", false)]
    public void Backends_close_all_of_them_where_each_pause_is_longer_than_they_wait_and_the_pool_keeps_each(
        string load, string pool, string idle, bool closes) =>
        Assert.Equal(closes, IdleBackends.ClosesAll(Of(load + "\n", pool, idle).Conditions));

    // 100/s over eight backends meet each of them every 80 ms.
    [Theory]
    [InlineData("nginx", "40ms", true, 1)]
    [InlineData("nginx", "200ms", false, 1000)]
    [InlineData("builtin", "45ms", false, 1000)]
    public void A_pool_by_backend_pauses_for_all_of_them(string kind, string idle, bool closes, double requests)
    {
        var (plan, wrong) = Planner.Create(
            ScenarioText.Parse($$"""
                load: { rate: 100/s, duration: 11s }
                proxy: { kind: {{kind}}, keepAlive: { connections: 64 } }
                backends: { count: 8, idle: {{idle}} }
                """),
            new Kernel());

        Assert.Empty(wrong);
        Assert.Equal(closes, IdleBackends.ClosesAll(plan.Cases[0].Conditions));
        Assert.Equal(requests, plan.Cases[0].Prediction.Upstream.RequestsPerConnection);
    }

    [Theory]
    [InlineData("proxy: { keepAlive: { connections: 0 } }", "none: backends.idle closes connections that are kept, and none is")]
    [InlineData(
        "proxy: { keepAlive: { connections: 4, requests: 1 } }", "none: backends.idle closes connections that are kept, and none is")]
    [InlineData(
        "proxy: { keepAlive: { connections: 4, idle: 5s } }",
        "none: backends.idle (5 s) changes nothing, as proxy.keepAlive.idle (5 s) is over first")]
    [InlineData(
        "proxy: { kind: none }\nclients: { keepAlive: { connections: 4, idle: 4s } }",
        "none: backends.idle (5 s) changes nothing, as clients.keepAlive.idle (4 s) is over first")]
    public void That_they_never_come_to_it_is_a_warning(string yaml, string begins)
    {
        var (_, said) = Planner.Create(ScenarioText.Parse($"{yaml}\nbackends: {{ idle: 5s }}"), new Kernel());

        Assert.StartsWith(begins, Assert.Single(said).Message, StringComparison.Ordinal);
        Assert.True(said[0].IsWarning);
    }

    [Theory]
    [InlineData("proxy: { keepAlive: { connections: 4, idle: 6s } }")]
    [InlineData("proxy: { close: never }")]
    public void That_they_may_is_none(string yaml) =>
        Assert.Empty(Planner.Create(ScenarioText.Parse($"{yaml}\nbackends: {{ idle: 5s }}"), new Kernel()).Diagnostics);

    [Fact]
    public void That_they_did_is_proven_by_whose_the_TIME_WAIT_is()
    {
        var conditions = Of(Bursts, "connections: 400, idle: 60s", "1s").Conditions;
        var knob = new IdleBackends();
        var counters = new Dictionary<string, long> { ["TW"] = 900 };

        Assert.All(knob.Proof(conditions, new Observed { Connects = 1200, BackendCounters = counters }), proof => Assert.True(proof.Acted));
        Assert.Contains(
            knob.Proof(conditions, new Observed { Connects = 1200, PeakTimeWait = 900 }),
            proof => proof is { Id: "idle-closed-by-backends", Acted: false });
    }

    private static PlannedCase Of(string load, string pool, string idle)
    {
        var scenario = ScenarioText.Parse(
            $"{load}proxy: {{ keepAlive: {{ {pool} }}, {Ports} }}\nbackends: {{ idle: {idle} }}");
        var (plan, wrong) = Planner.Create(scenario, new Kernel());
        Assert.DoesNotContain(wrong, diagnostic => !diagnostic.IsWarning);
        return plan.Cases[0];
    }
}
