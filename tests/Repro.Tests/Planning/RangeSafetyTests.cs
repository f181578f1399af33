using Repro.Knobs;
using Repro.Model;
using Repro.Planning;
using Repro.Physics;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

/// <summary>Services on ports that connections of their host may be given.</summary>
public sealed class RangeSafetyTests
{
    private const string Inside = """
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 34767 } }
        load: { rate: 100/s, duration: 12s }
        services: { ports: 33768-33967, restart: 1s, down: 100ms }

        """;

    [Fact]
    public void Services_inside_the_range_are_predicted_to_lose_their_ports()
    {
        var restarts = Plan(Inside)[0].Prediction.Restarts!;

        Assert.Equal((200, 200, 2380L), (restarts.Services, restarts.InRange, restarts.Restarts));
        Assert.True(0 < restarts.LeastTakenShare && restarts.LeastTakenShare < restarts.TakenShare, $"{restarts}");
        Assert.True(restarts.TakenShare < restarts.MostTakenShare && restarts.MostTakenShare < 0.3, $"{restarts}");
    }

    [Theory]
    [InlineData("mitigations: [{ name: x, change: { services: { ports: 8080-8090 } } }]")]
    [InlineData("mitigations: [{ name: x, change: { proxy: { sysctls: { net.ipv4.ip_local_reserved_ports: 33768-33967 } } } }]")]
    [InlineData("mitigations: [autobind-reuse]")]
    // HAProxy's bound sockets have SO_REUSEADDR, as listeners do.
    [InlineData("mitigations: [{ name: x, change: { proxy: { kind: haproxy, mode: tcp, addresses: 2 } } }]")]
    [InlineData("mitigations: [{ name: x, change: { proxy: { kind: haproxy, mode: tcp, bind: address } } }]")]
    public void Those_that_no_connection_may_be_given_are_predicted_to_keep_them(string yaml)
    {
        var restarts = Plan(Inside + yaml)[0].Prediction.Restarts!;

        Assert.Equal((0.0, 0.0, 0.0), (restarts.LeastTakenShare, restarts.TakenShare, restarts.MostTakenShare));
        Assert.True(restarts.Restarts > 100);
    }

    [Theory]
    [InlineData("kind: haproxy, mode: tcp")]
    [InlineData("kind: nginx, httpVersion: 1.1, addresses: 2")]
    [InlineData("addresses: 2")]
    public void Sockets_without_SO_REUSEADDR_are_predicted_to_take_them(string proxy) => Assert.True(
        Plan($"{Inside}mitigations: [{{ name: x, change: {{ proxy: {{ {proxy} }} }} }}]")[0].Prediction.Restarts!.TakenShare > 0);

    [Fact]
    public void Every_client_has_services_where_there_is_no_proxy() => Assert.Equal(
        (800, 9520L),
        Plan("""
            proxy: { kind: none }
            clients: { sysctls: { net.ipv4.ip_local_port_range: 32768 34767 } }
            load: { rate: 100/s, duration: 12s }
            services: { ports: 33768-33967, restart: 1s, down: 100ms }
            """)[0].Prediction.Restarts is { } restarts ? (restarts.InRange, restarts.Restarts) : default);

    [Fact]
    public void Ports_run_out_between_when_they_do_with_and_without_those_of_the_services()
    {
        var hop = Plan(Inside.Replace("100/s", "500/s", StringComparison.Ordinal))[0].Prediction.Upstream;

        Assert.Equal((7.2, 8.0, 8.0), (hop.EarliestOnsetSeconds, hop.OnsetSeconds, hop.LatestOnsetSeconds));
        Assert.Equal(4000, hop.CapacityPorts);
    }

    [Fact]
    public void Without_services_nothing_is_said_of_restarts() => Assert.Null(Plan("load: { rate: 10/s }")[0].Prediction.Restarts);

    [Fact]
    public void A_case_whose_services_may_lose_ports_runs_alone_as_labs_share_where_searches_begin()
    {
        var cases = Plan(Inside + """
            mitigations:
              - name: outside-1
                change: { services: { ports: 8080 } }
              - name: outside-2
                change: { services: { ports: 8080 } }
              - none
              - name: outside-3
                change: { services: { ports: 8080 } }
            """);

        Assert.Equal(
            ["outside-1 outside-2", "none", "outside-3"],
            Repro.Planning.Plan.Waves(cases, new LoadCost(0.0001, 0.001), new MachineSize(64, 1L << 40), null)
                .Select(wave => string.Join(' ', wave.Select(planned => planned.Mitigation))));
    }

    [Theory]
    [InlineData("services: { restart: 2s }", "there are no services without ports")]
    [InlineData("services: { ports: 40000, restart: 1s, down: 1s }", "keep services.down below services.restart")]
    [InlineData("services: 80", "the lab itself listens below 145")]
    [InlineData("services: 30000-31999", "2000 services are more than a host of the lab can have")]
    [InlineData("services: { ports: 30000-30999, restart: 200ms }", "5000 restarts a second are more than a host can do")]
    [InlineData("services: 40000\nprefill: 50%", "leave prefill or services out")]
    [InlineData("services: 40000\nsteps: [{ at: 5s, backends: { state: down } }]", "leave steps or services out")]
    [InlineData("services: 40000\nfind: threshold", "leave services out")]
    [InlineData("services: 40000\nnat: 64\nproxy: { kind: none }", "leave services or nat out")]
    [InlineData(
        "services: 40000-40009\nproxy: { sysctls: { net.ipv4.ip_local_port_range: 40000 40009 } }", "none is left for connections")]
    [InlineData(
        "services: 40000\nproxy: { kind: none }\nclients: { count: 2 }\nload: { command: 'hey {target}/' }",
        "leave services or load.command out")]
    public void What_can_not_be_had_is_refused(string yaml, string reason) => Assert.Contains(
        Planner.Create(ScenarioText.Parse(yaml), new Kernel()).Diagnostics,
        diagnostic => diagnostic.ToString().Contains(reason, StringComparison.Ordinal));

    [Theory]
    [InlineData("8080", "8080-8080")]
    [InlineData("8080, 9000-9001", "8080-8080 9000-9001")]
    [InlineData("32768-32800/16", "32768-32768 32784-32784 32800-32800")]
    [InlineData("none", "")]
    public void Ports_are_listed_as_the_kernel_lists_them_and_with_a_step(string text, string ports) => Assert.Equal(
        ports,
        string.Join(' ', ScenarioText.Parse($"services: '{text}'").Conditions.Services.Ports.Select(range => $"{range.Low}-{range.High}")));

    [Theory]
    [InlineData("8080-")]
    [InlineData("70000")]
    [InlineData("8080,,8081")]
    [InlineData("8080-9000/0")]
    [InlineData("8080-9000/1/2")]
    [InlineData("''")]
    public void Other_lists_are_refused_with_one_that_is_right(string text) => Assert.Contains(
        "8080,9000-9099", ScenarioText.Error($"services: {text}"), StringComparison.Ordinal);

    private static IReadOnlyList<PlannedCase> Plan(string yaml)
    {
        var (plan, diagnostics) = Planner.Create(ScenarioText.Parse(yaml), new Kernel());
        Assert.Empty(diagnostics);
        return plan.Cases;
    }
}
