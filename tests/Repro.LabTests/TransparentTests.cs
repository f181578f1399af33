using System.Text.Json.Nodes;

namespace Repro.LabTests;

/// <summary>Proxies that connect from their clients' addresses, in a small lab: two clients, two backends, 50 ports.</summary>
public sealed class TransparentRun() : RecordedProxies("transparent", Scenario)
{
    private const string Scenario = """
        load: { rate: 50/s, duration: 8s, timeout: 15s }
        clients: { count: 2 }
        proxy:
          sysctls: { net.ipv4.ip_local_port_range: 32768 32817, net.ipv4.tcp_tw_reuse: 2 }
        mitigations:
          - none
          - client-addresses
          - { name: nginx, use: client-addresses, change: { proxy: { kind: nginx, httpVersion: 1.1 } } }
          - { name: haproxy-tcp, use: client-addresses, change: { proxy: { kind: haproxy, mode: tcp } } }
          # Its connections leave no TIME_WAIT: they have to be open at the same time.
          - { name: haproxy-http, use: client-addresses, change: { proxy: { kind: haproxy }, backends: { delay: 10s } } }
          - { name: reuse, use: client-addresses + tw-reuse }
        expect:
          none: exhausted
          client-addresses: delayed
          nginx: delayed
          haproxy-tcp: delayed
          reuse: averted
        """;
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class TransparentTests(TransparentRun run) : IClassFixture<TransparentRun>
{
    private const int Ports = 50;
    private const int Backends = 2;
    private const int Clients = 2;
    private const int Requests = 400;

    [Fact]
    public async Task Every_case_is_valid_and_as_expected()
    {
        await RecordedProxies.RequireAllAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("client-addresses", 198)]
    // One turn for all clients: where requests overtake each other a tuple is full before the others.
    [InlineData("nginx", 180)]
    [InlineData("haproxy-tcp", 180)]
    [InlineData("haproxy-http", 180)]
    public async Task Every_client_brings_the_ports_once_more(string mitigation, int fewestBefore)
    {
        await RecordedProxies.RequireAllAsync();
        Assert.Equal(Ports * Backends, (int)run.Case("none")["measured"]!["ok"]!);
        var measured = run.Case(mitigation)["measured"]!;
        Assert.Equal(Ports * Backends * Clients, (int)run.Case(mitigation)["capacityPorts"]!);
        Assert.Equal(Ports * Backends * Clients, (int)measured["ok"]!);
        Assert.InRange((int)measured["connectionsBeforeFirstFailure"]!, fewestBefore, Ports * Backends * Clients);
        Assert.Equal(["connect/EADDRNOTAVAIL"], run.Case(mitigation)["errors"]!.AsObject().Select(pair => pair.Key));
    }

    [Theory]
    [InlineData("client-addresses")]
    [InlineData("nginx")]
    [InlineData("haproxy-tcp")]
    [InlineData("haproxy-http")]
    public async Task Backends_see_the_clients_and_not_the_proxy(string mitigation)
    {
        await RecordedProxies.RequireAllAsync();
        var hosts = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(run.Directory, "cases", Id(mitigation), "case.json")))![
            "hosts"]!.AsArray();
        var clients = hosts.Where(host => ((string)host!["name"]!).StartsWith("client", StringComparison.Ordinal))
            .Select(host => (string)host!["addresses"]![0]!);
        var sources = run.Lines(Id(mitigation), "sockets.ndjson")
            .Where(line => (string?)line["host"] == "proxy")
            .SelectMany(line => line["tuples"]?.AsArray() ?? [])
            .Select(tuple => (string)tuple!["source"]!);

        Assert.Equal(clients.Order(), sources.Distinct().Order());
    }

    [Fact]
    public async Task Ports_of_clients_addresses_are_taken_over_from_TIME_WAIT_like_its_own()
    {
        await RecordedProxies.RequireAllAsync();
        var measured = run.Case("reuse")["measured"]!;
        Assert.Equal((Requests, 0), ((int)measured["ok"]!, (int)measured["failed"]!));
        Assert.InRange((int)measured["timeWaitRecycled"]!, 1, Requests);
    }

    private string Id(string mitigation) => (string)run.Case(mitigation)["id"]!;
}
