using Repro.Knobs;
using Repro.Model;
using Repro.Planning;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

/// <summary>No proxy: clients connect to the backends themselves, and their ports run out.</summary>
public sealed class DirectShapeTests
{
    private const string NoProxy = "proxy: { kind: none }";

    private static readonly Sysctls Range = Sysctls.None.With(Sysctls.LocalPortRangeKey, "32768 33767");

    public static TheoryData<string> Names { get; } =
        [.. Catalogue.All.Select(mitigation => mitigation.Name).Where(name => name != "client-addresses")];

    [Fact]
    public void There_is_one_hop_and_every_client_brings_its_ports()
    {
        var prediction = Assert.Single(Plan($"{NoProxy}\nclients: {{ count: 3 }}")).Prediction;

        var hop = Assert.Single(prediction.Hops);
        Assert.Equal(
            ("clients→backends", 28_232, 6, 6 * 28_232L), (hop.Name, hop.PortsPerTuple, hop.Tuples, hop.CapacityPorts));
        Assert.Equal(hop, prediction.Upstream);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_client_runs_out_as_a_proxy_does_whatever_the_mitigation(string mitigation)
    {
        var proxied = Planned(mitigation, new Conditions { Proxy = new Proxy { Sysctls = Range } });
        var direct = Planned(
            mitigation, new Conditions { Clients = new Clients { Count = 1, Sysctls = Range }, Proxy = new Proxy { Kind = "none" } });

        Assert.Equal(proxied.Prediction.Upstream with { Name = "clients→backends" }, direct.Prediction.Upstream);
        Assert.Equal(proxied.Prediction.TimeWaitRecycled, direct.Prediction.TimeWaitRecycled);
        Assert.Equal(proxied.PredictedOnly, direct.PredictedOnly);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_clients_have_twice_the_ports_whatever_the_mitigation(string mitigation)
    {
        var one = Of(1);
        var two = Of(2);

        Assert.Equal((2 * one.CapacityPorts, one.PortsPerTuple), (two.CapacityPorts, two.PortsPerTuple));
        // A kept connection is open for twice as long where half as many requests come to a host.
        Assert.True(mitigation == "keep-alive" || two.HoldSeconds == one.HoldSeconds);

        Hop Of(int clients) => Planned(
            mitigation, new Conditions { Clients = new Clients { Count = clients, Sysctls = Range }, Proxy = new Proxy { Kind = "none" } })
            .Prediction.Upstream;
    }

    [Fact]
    public void Buckets_are_of_each_host()
    {
        var planned = Planned(
            "fewer-tw-buckets",
            new Conditions { Clients = new Clients { Count = 4, Sysctls = Range }, Proxy = new Proxy { Kind = "none" } });

        Assert.Equal("1000", planned.Conditions.Clients.Sysctls.Values[Sysctls.TcpMaxTwBucketsKey]);
        Assert.Null(planned.Prediction.Upstream.OnsetSeconds);
    }

    [Theory]
    [InlineData("proxy: { kind: none, retries: 1 }",
        "say clients.retries instead of proxy.retries, as clients connect to the backends")]
    [InlineData("proxy: { kind: none, keepAlive: { connections: 8 } }",
        "say clients.keepAlive instead of proxy.keepAlive, as clients connect to the backends")]
    [InlineData("proxy: { kind: none, sysctls: { net.ipv4.tcp_tw_reuse: 1 } }",
        "say clients.sysctls instead of proxy.sysctls, as clients connect to the backends")]
    public void What_is_said_of_a_proxy_that_is_not_there_is_refused(string yaml, string remedy) =>
        Assert.Equal($"none: there is no proxy (proxy.kind: none): {remedy}", Refusal(yaml));

    [Fact]
    public void Nobody_is_there_to_use_clients_addresses() => Assert.Equal(
        "client-addresses: there is no proxy (proxy.kind: none) that could use its clients' addresses: leave proxy.transparent out",
        Refusal($"{NoProxy}\nmitigations: [client-addresses]"));

    [Theory]
    [InlineData("clients: { addresses: 2 }", "addresses")]
    [InlineData("clients: { bind: address }", "bind")]
    [InlineData("clients: { close: rst }", "close")]
    [InlineData("clients: { keepAlive: { connections: 8 } }", "keepAlive")]
    public void What_clients_do_with_backends_is_refused_where_a_proxy_is_before_them(string yaml, string key) => Assert.Equal(
        $"none: clients have a proxy between them and the backends: say proxy.{key} instead of clients.{key}, or leave the proxy out "
            + "(proxy.kind: none)",
        Refusal(yaml));

    [Theory]
    [InlineData("clients: { httpVersion: 1.0, keepAlive: { connections: 8 } }",
        "HTTP/1.0 asks the backend to close and keeps nothing alive: leave clients.httpVersion or clients.keepAlive out")]
    [InlineData("clients: { sysctls: { net.ipv4.ip_local_port_range: 500 2000 } }",
        "the port range of the clients would be 500–2000; keep it within 1024–65535, as the kernel takes none below "
            + "net.ipv4.ip_unprivileged_port_start, or set that to 500 too")]
    public void A_refusal_names_the_clients_keys(string yaml, string reason) =>
        Assert.Equal($"none: {reason}", Refusal($"{NoProxy}\n{yaml}"));

    [Fact]
    public void Clients_that_ask_backends_to_close_have_no_TIME_WAIT_and_a_plan_says_so()
    {
        var (plan, _) = Planner.Create(
            ScenarioText.Parse($"{NoProxy}\nclients: {{ httpVersion: 1.0, sysctls: {{ {Sysctls.LocalPortRangeKey}: 32768 33767 }} }}"),
            new Kernel());

        Assert.Null(Assert.Single(plan.Cases).Prediction.Upstream.OnsetSeconds);
        Assert.Equal(
            "none: a client asks its backends to close (HTTP/1.0 with Connection: close), so TIME_WAIT is theirs and the clients' ports "
                + "are free at once; to see it run out: clients.httpVersion: 1.1 or backends.closes: never.",
            Assert.Single(PlanRemarks.FreeAtOnce(plan)));
    }

    [Fact]
    public void A_pool_is_of_each_client_and_a_request_goes_to_the_next()
    {
        // Of four each has a request every 200 ms: one that keeps idle connections for less opens one for each.
        Assert.Equal((100, 1), (RequestsPerConnection(1), RequestsPerConnection(4)));

        static double RequestsPerConnection(int clients) => Assert.Single(Plan(
            $"{NoProxy}\nload: {{ rate: 20/s }}\n"
            + $"clients: {{ count: {clients}, keepAlive: {{ connections: 8, idle: 100ms, requests: 100 }} }}"))
            .Prediction.Upstream.RequestsPerConnection;
    }

    private static string Refusal(string yaml) =>
        Assert.Single(Planner.Create(ScenarioText.Parse(yaml), new Kernel()).Diagnostics).Message;

    private static IReadOnlyList<PlannedCase> Plan(string yaml)
    {
        var (plan, diagnostics) = Planner.Create(ScenarioText.Parse(yaml), new Kernel());
        Assert.Empty(diagnostics);
        return plan.Cases;
    }

    private static PlannedCase Planned(string use, Conditions conditions)
    {
        var scenario = ScenarioText.Parse($"mitigations: [{use}]") with { Conditions = conditions };
        var (plan, diagnostics) = Planner.Create(scenario, new Kernel());
        Assert.Empty(diagnostics);
        return Assert.Single(plan.Cases);
    }
}
