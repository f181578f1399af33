using System.Text.Json.Nodes;
using Repro.Proxies.Caddy;
using Repro.Traffic;

namespace Repro.Tests.Proxies.Caddy;

public sealed class CaddyConfigurationTests
{
    [Fact]
    public void It_listens_where_it_is_told_and_leaves_nothing_in_the_users_home()
    {
        var whole = Of(ProxySpecs.Plain);

        Assert.Equal("""{"disabled":true,"config":{"persist":false}}""", whole["admin"]!.ToJsonString());
        Assert.Equal("""["198.18.0.5:80"]""", whole["apps"]!["http"]!["servers"]!["proxy"]!["listen"]!.ToJsonString());
        Assert.Equal(
            """{"output":"net","address":"udp/127.0.0.1:5514"}""", whole["logging"]!["logs"]!["default"]!["writer"]!.ToJsonString());
    }

    [Fact]
    public void Addresses_of_IPv6_stand_in_brackets()
    {
        Assert.Equal(
            """["[2001:2::5]:80"]""",
            Of(ProxySpecs.Ipv6)["apps"]!["http"]!["servers"]!["proxy"]!["listen"]!.ToJsonString());
        Assert.Equal("[2001:2::6]:81", (string?)Handler(ProxySpecs.Ipv6)["upstreams"]![0]!["dial"]);
    }

    [Fact]
    public void A_connection_per_request_and_no_second_try_unless_told() => Assert.Equal(
        """
        {"handler":"reverse_proxy","upstreams":[{"dial":"198.18.0.6:81"},{"dial":"198.18.0.7:81"}],
        "load_balancing":{"selection_policy":{"policy":"round_robin"},"retries":0,"try_interval":"1ns"},
        "transport":{"protocol":"http","versions":["1.1"],"dial_timeout":"5000ms","response_header_timeout":"5000ms","keep_alive":{"enabled":false}}}
        """.ReplaceLineEndings(""),
        Handler(ProxySpecs.Plain).ToJsonString());

    [Fact]
    public void A_pool_is_of_all_backends_together_as_Go_keeps_one_for_each_unless_told() => Assert.Equal(
        """{"max_idle_conns":64,"max_idle_conns_per_host":64,"idle_timeout":"1500ms"}""",
        Handler(ProxySpecs.Plain with { KeepAlive = new KeepAliveSpec(64, 1.5, 1000) })["transport"]!["keep_alive"]!.ToJsonString());

    [Fact]
    public void Retries_are_said() => Assert.Equal(2, (int)Handler(ProxySpecs.Plain with { Retries = 2 })["load_balancing"]!["retries"]!);

    private static JsonNode Of(ProxySpec spec) => JsonNode.Parse(CaddyConfiguration.Render(spec))!;

    private static JsonNode Handler(ProxySpec spec) => Of(spec)["apps"]!["http"]!["servers"]!["proxy"]!["routes"]![0]!["handle"]![0]!;
}
