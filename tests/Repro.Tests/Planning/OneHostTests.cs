using Repro.Knobs;
using Repro.Planning;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

/// <summary>A client with its backends on one host, over the loopback or over the host's own address.</summary>
public sealed class OneHostTests
{
    [Theory]
    [InlineData("loopback", "{}", 1)]
    [InlineData("loopback", "{ net.ipv4.tcp_tw_reuse: 2 }", 1)]
    [InlineData("loopback", "{ net.ipv4.tcp_tw_reuse: 1 }", 1)]
    [InlineData("loopback", "{ net.ipv4.tcp_tw_reuse: 0 }", 61.024)]
    [InlineData("loopback", "{ net.ipv4.tcp_timestamps: 0 }", 61.024)]
    [InlineData("own-address", "{}", 61.024)]
    [InlineData("own-address", "{ net.ipv4.tcp_tw_reuse: 2 }", 61.024)]
    [InlineData("own-address", "{ net.ipv4.tcp_tw_reuse: 1 }", 1)]
    [InlineData("links", "{ net.ipv4.tcp_tw_reuse: 2 }", 61.024)]
    public void What_tcp_tw_reuse_is_unless_told_acts_on_the_loopback_and_nowhere_else(string path, string sysctls, double hold) =>
        Assert.Equal(hold, Plan($"network: {{ path: {path} }}\nclients: {{ count: 1, sysctls: {sysctls} }}").HoldSeconds, 3);

    [Theory]
    [InlineData("clients: { count: 1, addresses: 3 }", 6)]
    [InlineData("backends: { addresses: 8 }\nclients: { count: 1 }", 16)]
    [InlineData("backends: { count: 1, ports: 4 }\nclients: { count: 1 }", 4)]
    public void Addresses_of_127_make_tuples_as_any_do(string yaml, int tuples) =>
        Assert.Equal(tuples, Plan($"network: {{ path: loopback }}\n{yaml}").Tuples);

    [Theory]
    [InlineData("network: { path: loopback }\nclients: { count: 1 }",
        "a client with its backends on one host (network.path) has no proxy between them: say proxy.kind: none, or leave network.path out")]
    [InlineData("network: { path: own-address }\nproxy: { kind: none }",
        "one host has one client: say clients.count: 1, or leave network.path out")]
    [InlineData(
        "network: { path: loopback }\nbackends: { sysctls: { net.core.somaxconn: 1 } }\nproxy: { kind: none }\nclients: { count: 1 }",
        "backends on the client's host have its sysctls: say them of clients, or leave network.path out")]
    [InlineData("network: { path: loopback, family: ipv6 }\nproxy: { kind: none }\nclients: { count: 1 }",
        "the loopback of IPv6 has one address, ::1: say backends.count: 1 and leave clients.addresses and backends.addresses out, use "
            + "backends.ports, or network.family: ipv4, which has 127/8")]
    public void What_one_host_can_not_have_is_refused(string yaml, string reason) => Assert.Equal(
        $"none: {reason}", Assert.Single(Planner.Create(ScenarioText.Parse(yaml), new Kernel()).Diagnostics).Message);

    [Fact]
    public void The_one_loopback_address_of_IPv6_has_ports() => Assert.Equal(
        4, Plan("network: { path: loopback, family: ipv6 }\nclients: { count: 1 }\nbackends: { count: 1, ports: 4 }").Tuples);

    private static Hop Plan(string yaml)
    {
        var (plan, diagnostics) = Planner.Create(ScenarioText.Parse($"proxy: {{ kind: none }}\n{yaml}"), new Kernel());
        Assert.Empty(diagnostics);
        return Assert.Single(plan.Cases).Prediction.Upstream;
    }
}
