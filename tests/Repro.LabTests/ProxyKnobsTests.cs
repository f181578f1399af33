using System.Text.Json.Nodes;

namespace Repro.LabTests;

/// <summary>What nginx and HAProxy make of the knobs of a scenario, in small labs of their own.</summary>
public sealed class ProxyKnobsRun() : RecordedProxies("knobs", Scenario)
{
    // 40 ports towards each of two backends.
    private const string Scenario = """
        load: { rate: 40/s, duration: 5s }
        clients: { count: 1 }
        proxy:
          sysctls: { net.ipv4.ip_local_port_range: 32768 32807, net.ipv4.tcp_tw_reuse: 2 }
        mitigations:
          - none
          - { name: nginx-keep-alive, use: keep-alive, change: { proxy: { kind: nginx } } }
          - name: nginx-ten-requests
            use: keep-alive
            change: { proxy: { kind: nginx, keepAlive: { requests: 10 }, sysctls: { net.ipv4.ip_local_port_range: 32768 32775 } } }
          - { name: haproxy-keep-alive, use: keep-alive, change: { proxy: { kind: haproxy } } }
          - { name: nginx-sources, use: more-sources, change: { proxy: { kind: nginx, httpVersion: 1.1 } } }
          - { name: haproxy-sources, use: more-sources, change: { proxy: { kind: haproxy, mode: tcp } } }
          - { name: haproxy-rst, use: rst-close, change: { proxy: { kind: haproxy, mode: tcp } } }
          - { name: haproxy-backend-first, use: backend-closes-first, change: { proxy: { kind: haproxy } } }
          - { name: haproxy-tcp-backend-first, use: backend-closes-first, change: { proxy: { kind: haproxy, mode: tcp } } }
          - { name: nginx-backend-first, use: backend-closes-first, change: { proxy: { kind: nginx, httpVersion: 1.1 } } }
          - { name: haproxy-asks-in-vain, change: { proxy: { kind: haproxy }, backends: { closes: never } } }
          - { name: nginx-asks, change: { proxy: { kind: nginx } } }
          - { name: nginx-asks-in-vain, change: { proxy: { kind: nginx }, backends: { closes: never } } }
          - { name: builtin-asks, change: { proxy: { httpVersion: 1.0 } } }
          - { name: builtin-retries, change: { proxy: { retries: 1 } } }
          - { name: nginx-retries, change: { proxy: { kind: nginx, httpVersion: 1.1, retries: 1 } } }
          - { name: haproxy-retries, change: { proxy: { kind: haproxy, mode: tcp, retries: 1 } } }
          - { name: nginx-prefilled, change: { proxy: { kind: nginx, httpVersion: 1.1 }, prefill: 50% } }
        expect:
          none: exhausted
          nginx-keep-alive: averted
          haproxy-keep-alive: averted
          haproxy-rst: averted
          haproxy-backend-first: averted
          haproxy-tcp-backend-first: averted
          nginx-backend-first: averted
          nginx-asks: averted
          nginx-asks-in-vain: no effect
          builtin-asks: averted
        """;
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class ProxyKnobsTests(ProxyKnobsRun run) : IClassFixture<ProxyKnobsRun>
{
    private const int Requests = 200;

    [Fact]
    public async Task Every_case_is_valid_and_as_expected()
    {
        await RecordedProxies.RequireAllAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("nginx-keep-alive")]
    [InlineData("haproxy-keep-alive")]
    public async Task Kept_connections_carry_many_requests(string mitigation)
    {
        await RecordedProxies.RequireAllAsync();
        Assert.Equal(Requests, (int)Measured(mitigation)["ok"]!);
        Assert.InRange((int)Measured(mitigation)["connections"]!, 1, 8);
    }

    [Fact]
    public async Task Nginx_closes_a_connection_that_has_carried_its_share_and_keeps_the_TIME_WAIT()
    {
        await RecordedProxies.RequireAllAsync();
        Assert.Equal(16, (int)Measured("nginx-ten-requests")["connectionsBeforeFirstFailure"]!);
        Assert.Equal(160, (int)Measured("nginx-ten-requests")["ok"]!);
    }

    [Fact]
    public async Task HAProxy_takes_its_sources_in_turn_and_nginx_by_chance()
    {
        await RecordedProxies.RequireAllAsync();
        // A request that overtakes another takes a turn that was not its own; in the end all ports are used.
        Assert.InRange((int)Measured("haproxy-sources")["connectionsBeforeFirstFailure"]!, 144, 160);
        Assert.Equal(160, (int)Measured("haproxy-sources")["ok"]!);

        // The source that chance favours runs out before all are used; in the end all are.
        Assert.InRange((int)Measured("nginx-sources")["connectionsBeforeFirstFailure"]!, 100, 160);
        Assert.InRange((int)Measured("nginx-sources")["ok"]!, 140, 160);
    }

    [Theory]
    [InlineData("haproxy-rst")]
    [InlineData("haproxy-backend-first")]
    [InlineData("haproxy-tcp-backend-first")]
    [InlineData("nginx-backend-first")]
    [InlineData("nginx-asks")]
    [InlineData("builtin-asks")]
    [Trait("Fault", "B7")]
    public async Task A_proxy_can_be_without_TIME_WAIT(string mitigation)
    {
        await RecordedProxies.RequireAllAsync();
        Assert.Equal((Requests, 0), ((int)Measured(mitigation)["ok"]!, (int)Measured(mitigation)["peakTimeWait"]!));
    }

    [Theory]
    [InlineData("builtin-retries")]
    [InlineData("nginx-retries")]
    [InlineData("haproxy-retries")]
    public async Task A_second_try_finds_no_port_either_where_all_tuples_run_out_together(string mitigation)
    {
        await RecordedProxies.RequireAllAsync();
        Assert.Equal(80, (int)Measured(mitigation)["connectionsBeforeFirstFailure"]!);
        Assert.Equal(["connect/EADDRNOTAVAIL"], run.Case(mitigation)["errors"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(Requests - 80, (int)Measured(mitigation)["failed"]!);
    }

    [Fact]
    [Trait("Fault", "B7")]
    public async Task Nginx_runs_out_where_its_backends_do_not_close_as_it_asks()
    {
        await RecordedProxies.RequireAllAsync();
        Assert.Equal(80, (int)Measured("nginx-asks-in-vain")["connectionsBeforeFirstFailure"]!);
        Assert.Equal(80, (int)Measured("nginx-asks-in-vain")["peakTimeWait"]!);
    }

    [Fact]
    [Trait("Fault", "B7")]
    public async Task HAProxy_resets_every_connection_that_its_server_does_not_close_in_mode_http()
    {
        await RecordedProxies.RequireAllAsync();
        var last = run.Lines("haproxy-asks-in-vain@40", "sockets.ndjson").Last(line => (string?)line["host"] == "proxy");
        Assert.Equal(Requests, (int)last["counters"]!["TCPAbortOnData"]!);
    }

    [Fact]
    public async Task Ports_are_filled_for_a_foreign_proxy_too()
    {
        await RecordedProxies.RequireAllAsync();
        Assert.Equal(40, (int)Measured("nginx-prefilled")["connectionsBeforeFirstFailure"]!);
    }

    private JsonNode Measured(string mitigation) => run.Case(mitigation)["measured"]!;
}
