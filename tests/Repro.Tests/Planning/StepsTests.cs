using Repro.Knobs;
using Repro.Model;
using Repro.Physics;
using Repro.Planning;
using Repro.Scenarios;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

/// <summary>Loads in the course of which something is changed: 500/s through 2,000 ports, which run out after four seconds.</summary>
public sealed class StepsTests
{
    private const string Load = """
        load: { rate: 500/s, duration: 12s }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767, net.ipv4.tcp_tw_reuse: 2 } }

        """;

    public static TheoryData<string, double?, FailingSpan[]> Changes => new()
    {
        { "{ at: 6s, proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 34767 } } }", 4, [new(4, 6), new(10, null)] },
        { "{ at: 2s, proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 34767 } } }", 8, [new(8, null)] },
        { "{ at: 6s, proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 1 } } }", 4, [new(4, 6)] },
        { "{ at: 2s, proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 1 } } }", null, [] },
        { "{ at: 6s, proxy: { sysctls: { net.ipv4.tcp_fin_timeout: 5 } } }", 4, [new(4, null)] },
        // What is refused gives its port back at once.
        { "{ at: 1s, backends: { state: down } }, { at: 3s, backends: { state: up } }", 6, [new(6, null)] },
        { "{ at: 1s, backends: { state: down } }", null, [] },
        // It is too late for that: who finds no port is not refused.
        { "{ at: 5s, backends: { state: down } }", 4, [new(4, null)] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void When_ports_are_missing_is_predicted(string steps, double? onset, FailingSpan[] failing)
    {
        var hop = Plan($"{Load}steps: [{steps}]").Cases[0].Prediction.Upstream;

        Assert.Equal(onset, hop.OnsetSeconds);
        Assert.Equal(failing, hop.Failing);
    }

    [Theory]
    // Orphans of after the step are gone in five seconds, while those from before it wait for their minute: 1,020 at a time.
    [InlineData(
        "load: { rate: 100/s, duration: 90s }", "32768 34767", "{ at: 5s, proxy: { sysctls: { net.ipv4.tcp_fin_timeout: 5 } } }",
        "backends: { finDelay: 300s }", null)]
    // What was open before keeps its port in CLOSE_WAIT: 500 are left when the backends are back.
    [InlineData(
        "load: { rate: 300/s, duration: 20s }", "32768 33767",
        "{ at: 5s, backends: { state: down } }, { at: 6s, backends: { state: up } }", "proxy: { close: never }", 7.666667)]
    // All FINs that were to come until 30 s come at 10 s, so that these thousand are free a minute later.
    [InlineData(
        "load: { rate: 100/s, duration: 100s }", "32768 36467",
        "{ at: 10s, backends: { state: down } }, { at: 11s, backends: { state: up } }", "backends: { finDelay: 20s }", 85.0)]
    public void What_waits_already_waits_as_it_does_in_the_kernel(string load, string range, string steps, string also, double? onset)
    {
        var hop = Plan($$"""
            {{load}}
            steps: [{{steps}}]
            {{also}}
            mitigations:
              - name: range
                change: { proxy: { sysctls: { net.ipv4.ip_local_port_range: {{range}}, net.ipv4.tcp_tw_reuse: 0 } } }
            """).Cases[0].Prediction.Upstream;

        Assert.Equal(onset, hop.OnsetSeconds is { } seconds ? Math.Round(seconds, 6) : null);
    }

    [Fact]
    public void Reuse_that_is_turned_off_leaves_the_ports_that_it_made_no_use_of()
    {
        // A search takes over ports of one parity before it looks at the other: 1,000 are fresh, for two seconds.
        var hop = Plan("""
            load: { rate: 500/s, duration: 12s }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767, net.ipv4.tcp_tw_reuse: 1 } }
            steps: [{ at: 7s, proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 0 } } }]
            """).Cases[0].Prediction.Upstream;

        Assert.Equal(9, hop.OnsetSeconds);
    }

    [Fact]
    public void Kept_connections_are_opened_anew_after_the_backends_were_down()
    {
        var prediction = Plan($$"""
            load: { rate: 500/s, duration: 12s }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 32867 }, keepAlive: { connections: 64 } }
            steps: [{ at: 4s, backends: { state: down } }, { at: 5s, backends: { state: up } }]
            """).Cases[0].Prediction;

        Assert.Null(prediction.Upstream.OnsetSeconds);
        Assert.Empty(prediction.Upstream.Failing!);
    }

    [Fact]
    public void Without_steps_nothing_is_said_of_them() => Assert.Null(Plan(Load).Cases[0].Prediction.Upstream.Failing);

    [Theory]
    [InlineData("steps: [{ at: 12s, backends: { state: down } }]", "the step at 12 s: the load is over by then")]
    [InlineData("steps: [{ at: 1s }]", "the step at 1 s: it changes nothing")]
    [InlineData(
        "steps: [{ at: 1s, proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 2 } } }]",
        "the step at 1 s: it changes nothing, as all that it sets")]
    [InlineData(
        "steps: [{ at: 2s, backends: { state: down } }, { at: 2s, backends: { state: up } }]",
        "the step at 2 s: there is one of the backends at that moment already")]
    [InlineData(
        "steps: [{ at: 2s, proxy: { sysctls: { net.a: 1 } } }, { at: 2000600us, proxy: { sysctls: { net.b: 1 } } }]",
        "the step at 2.001 s: there is one of the proxy at that moment already")]
    [InlineData("steps: [{ at: 1s, backends: { state: up } }]", "the step at 1 s: the backends are up already")]
    [InlineData(
        "steps: [{ at: 1s, proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33000 } } }]",
        "the step at 1 s: the proxy would have fewer ports than before, or others (32768–33000 after 32768–33767)")]
    [InlineData(
        "steps: [{ at: 1s, proxy: { sysctls: { net.ipv4.ip_local_reserved_ports: 33000 } } }]",
        "the step at 1 s: the proxy would have fewer ports")]
    [InlineData(
        "steps: [{ at: 1s, proxy: { sysctls: { net.ipv4.ip_local_port_range: 900 40000 } } }]",
        "the step at 1 s: the port range of the proxy would be 900–40000")]
    [InlineData(
        "steps: [{ at: 1s, backends: { sysctls: { net.ipv4.tcp_timestamps: 0 } } }]",
        "the step at 1 s: which connections have timestamps is settled as they are opened")]
    [InlineData("proxy: { kind: none }\nsteps: [{ at: 1s, proxy: { sysctls: { net.a: 1 } } }]", "the step at 1 s: there is no proxy")]
    [InlineData(
        "find: threshold\nsteps: [{ at: 1s, backends: { state: down } }]", "a threshold is looked for in labs that stay as they are")]
    [InlineData("proxy: { kind: none }\nnat: 64\nsteps: [{ at: 1s, backends: { state: down } }]", "what a NAT makes of a change")]
    [InlineData(
        "proxy: { kind: none }\nclients: { count: 2 }\nload: { duration: 12s, command: \"x {target}\" }\n"
            + "steps: [{ at: 1s, backends: { state: down } }]",
        "what x (load.command) makes of a change")]
    public void What_can_not_be_is_refused_with_its_moment(string yaml, string begins)
    {
        var text = yaml.Contains("load:", StringComparison.Ordinal) ? yaml
            : yaml.Contains("proxy:", StringComparison.Ordinal) && !yaml.StartsWith("steps", StringComparison.Ordinal)
                ? $"load: {{ duration: 12s }}\n{yaml}"
                : Load + yaml;
        var (_, wrong) = Planner.Create(ScenarioText.Parse(text), new Kernel());

        Assert.Contains(wrong, diagnostic => diagnostic.Message.StartsWith($"none: {begins}", StringComparison.Ordinal));
    }

    [Fact]
    public void Hosts_of_several_roles_may_change_at_a_moment_and_a_step_may_repeat_what_is_so_beside_what_is_not() => Assert.Single(
        Plan(Load + """
            steps:
              - { at: 2s, backends: { state: down } }
              - { at: 2s, proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 2, net.ipv4.tcp_fin_timeout: 30 } } }
            """).Cases);

    [Fact]
    public void What_changes_stands_on_one_line() => Assert.Equal(
        "steps: { at: 6s, backends: { state: down } }",
        OverlayText.Changes(new Conditions(), ScenarioText.Parse("steps: [{ at: 6s, backends: { state: down } }]").Conditions));

    private static Plan Plan(string yaml)
    {
        var (plan, wrong) = Planner.Create(ScenarioText.Parse(yaml), new Kernel());
        Assert.Empty(wrong);
        return plan;
    }
}
