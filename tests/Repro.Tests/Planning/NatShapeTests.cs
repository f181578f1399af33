using Repro.Knobs;
using Repro.Model;
using Repro.Planning;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

/// <summary>A NAT before the backends: connections have to have one of its ports.</summary>
public sealed class NatShapeTests
{
    private const string Held = """
        proxy: { kind: none }
        load: { rate: 32/s, duration: 5s, timeout: 14s }
        clients: { count: 4, sysctls: { net.ipv4.tcp_syn_retries: 1 } }
        backends: { count: 1, delay: 10s }

        """;

    [Theory]
    [InlineData("nat: 64", 2.0, 64, 1)]
    [InlineData("nat: { ports: 128 }", 4.0, 128, 1)]
    [InlineData("nat: 64\nmitigations: [backend-ports]", 4.0, 64, 2)]
    [InlineData("nat: 64\nmitigations: [more-sources]", 2.0, 64, 1)]
    public void Held_connections_run_out_of_its_pool_towards_each_destination(string yaml, double onset, int ports, int pools)
    {
        var prediction = Plan(Held + yaml)[0].Prediction;

        Assert.Equal(["clients→backends", "nat→backends"], prediction.Hops.Select(hop => hop.Name));
        Assert.Equal("clients→backends", prediction.Upstream.Name);
        Assert.Equal(prediction.Hops[1], prediction.Bottleneck);
        Assert.Equal((ports, pools, onset), (prediction.Hops[1].PortsPerTuple, prediction.Hops[1].Tuples, prediction.Hops[1].OnsetSeconds));
        Assert.Null(prediction.Hops[1].EarliestOnsetSeconds);
    }

    [Theory]
    [InlineData("nat: 64", null)]
    [InlineData("nat: 4", "chance")]
    public void Short_ones_do_not_unless_the_pool_is_tiny(string nat, string? dependsOn)
    {
        var hop = Plan(Held.Replace("10s", "0", StringComparison.Ordinal) + nat)[0].Prediction.Hops[1];

        Assert.Null(hop.OnsetSeconds);
        Assert.Equal(dependsOn, hop.DependsOn?.Split(':')[0]);
        Assert.Equal(dependsOn is not null, hop.EarliestOnsetSeconds is not null);
    }

    [Fact]
    public void Of_several_addresses_one_may_get_all_connections_and_so_decides_when_the_first_is_lost()
    {
        var hop = Plan($"{Held}nat: {{ ports: 64, addresses: 2 }}")[0].Prediction.Hops[1];

        Assert.Equal((2.0, 4.0, 128L), (hop.EarliestOnsetSeconds, hop.OnsetSeconds, hop.CapacityPorts));
        Assert.Contains("hash", hop.DependsOn, StringComparison.Ordinal);
    }

    [Fact]
    public void One_client_and_one_backend_have_but_one_of_them()
    {
        var one = Held.Replace("count: 4", "count: 1", StringComparison.Ordinal);
        var hop = Plan($"{one}nat: {{ ports: 64, addresses: 2 }}")[0].Prediction.Hops[1];

        Assert.Equal((2.0, 64L), (hop.OnsetSeconds, hop.CapacityPorts));
        Assert.Null(hop.EarliestOnsetSeconds);
    }

    [Fact]
    public void A_large_pool_loses_the_first_by_chance_within_bounds()
    {
        var hop = Plan(Held.Replace("32/s", "300/s", StringComparison.Ordinal) + "nat: 1024")[0].Prediction.Hops[1];

        Assert.True(hop.EarliestOnsetSeconds < hop.OnsetSeconds && hop.OnsetSeconds < hop.LatestOnsetSeconds);
        Assert.True(hop.LatestOnsetSeconds < 1024 / 300.0);
    }

    [Fact]
    public void A_patient_client_may_find_a_port_that_has_come_free()
    {
        var patient = Held.Replace("tcp_syn_retries: 1", "tcp_syn_retries: 6", StringComparison.Ordinal);
        var hop = Plan($"{patient}nat: 64")[0].Prediction.Hops[1];

        Assert.Equal((null, 2.0), (hop.OnsetSeconds, hop.EarliestOnsetSeconds));
        Assert.Contains("sent again", hop.DependsOn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nat: 64", "nat translates clients that connect to the backends themselves")]
    [InlineData("proxy: { kind: none }\nnetwork: ipv6\nnat: 64", "nat translates addresses of IPv4 alone")]
    [InlineData(
        "proxy: { kind: none }\nclients: { count: 1 }\nnetwork: { path: loopback }\nnat: 64", "nothing goes through a NAT on one host")]
    [InlineData("proxy: { kind: none }\nprefill: 10%\nnat: 64", "ports that are filled before the load")]
    [InlineData("proxy: { kind: none }\nnat: { addresses: 2 }", "there is no NAT without ports")]
    [InlineData("proxy: { kind: none }\nnat: 32000", "connections would keep ports of their own (32768–60999)")]
    [InlineData("proxy: { kind: none }\nfind: threshold\nnat: 64", "a threshold is looked for without a NAT")]
    public void What_can_not_be_had_is_refused(string yaml, string begins)
    {
        var wrong = Planner.Create(ScenarioText.Parse(yaml), new Kernel()).Diagnostics;

        Assert.Contains(wrong, diagnostic => diagnostic.Message.Contains(begins, StringComparison.Ordinal));
    }

    [Fact]
    public void A_large_pool_that_draws_its_ports_is_none_of_these() =>
        Assert.Single(Plan("proxy: { kind: none }\nnat: { ports: 32000, randomFully: true }"));

    private static IReadOnlyList<PlannedCase> Plan(string yaml)
    {
        var (plan, wrong) = Planner.Create(ScenarioText.Parse(yaml), new Kernel());
        Assert.Empty(wrong);
        return plan.Cases;
    }
}
