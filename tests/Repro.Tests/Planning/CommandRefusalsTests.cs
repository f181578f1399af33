using Repro.Knobs;
using Repro.Planning;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

/// <summary>A load that a program of the user's sends, before it runs.</summary>
public sealed class CommandRefusalsTests
{
    private const string Load = "load: { command: 'wrk {target}' }\n";
    private const string Direct = Load + "proxy: { kind: none }\n";

    [Theory]
    [InlineData(Direct + "clients: { addresses: 2 }",
        "wrk (load.command) can't be told clients.addresses: say it in the command's own words and leave it out, or leave load.command "
        + "out")]
    [InlineData(Direct + "clients: { close: rst }", "wrk (load.command) can't be told clients.close: say it in the command's own words and "
        + "leave it out, or leave load.command out")]
    [InlineData(Direct + "clients: { count: 1 }\nbackends: { count: 1 }\nnetwork: { path: loopback }",
        "on one host (network.path) ports of a command can't be told from those of its backends: leave network.path or load.command out")]
    [InlineData(Direct + "clients: { count: 1 }\nbackends: { count: 1 }\nnat: { ports: 64 }",
        "what a command finds behind a NAT is a timeout, which nobody can ask it about: leave nat or load.command out")]
    [InlineData(Direct + "clients: { count: 2 }\nbackends: { ports: 2 }",
        "each client's wrk (load.command) is told one address and port, and 2 clients would use as many of the backends' 4: say "
        + "clients.count: 4, or fewer of backends.count, backends.addresses and backends.ports")]
    [InlineData("load: { command: 'wrk {target}', arrivals: poisson }", "wrk (load.command) sends when it likes: leave load.arrivals out")]
    [InlineData(Load + "find: threshold",
        "a threshold is looked for at exact rates, and wrk (load.command) has its own: leave find or load.command out")]
    public void What_a_program_cant_be_told_is_refused_with_what_to_leave_out(string yaml, string why) =>
        Assert.Equal($"none: {why}", Assert.Single(Planner.Create(ScenarioText.Parse(yaml), new Kernel()).Diagnostics).Message);

    [Theory]
    [InlineData(Load)]
    [InlineData(Direct + "clients: { count: 3, sysctls: { net.ipv4.tcp_tw_reuse: 1 } }")]
    public void What_is_the_hosts_or_the_proxys_is_not(string yaml) =>
        Assert.Empty(Planner.Create(ScenarioText.Parse(yaml), new Kernel()).Diagnostics);

    [Fact]
    public void Each_client_is_sent_to_one_backend_and_has_its_ports_alone()
    {
        var scenario = ScenarioText.Parse(Direct + "clients: { count: 3, sysctls: { net.ipv4.ip_local_port_range: 32768 32867 } }");
        var plan = Planner.Create(scenario, new Kernel()).Plan;

        var hop = Assert.Single(Assert.Single(plan.Cases).Prediction.Hops);
        Assert.Equal((3, 100, 300L), (hop.Tuples, hop.PortsPerTuple, hop.CapacityPorts));
    }
}
