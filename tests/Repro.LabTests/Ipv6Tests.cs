using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/ipv6-quick.yaml as it ships.</summary>
public sealed class Ipv6QuickRun : RecordedScenario
{
    protected override async Task RequireAsync()
    {
        await base.RequireAsync();
        Requirement.OfIpv6();
    }

    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "ipv6-quick.yaml");
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class Ipv6QuickTests(Ipv6QuickRun run) : IClassFixture<Ipv6QuickRun>
{
    [Theory]
    [InlineData("none", "exhausted", 2000, 3500, 4.0)]
    [InlineData("wider-range", "delayed", 4000, 1500, 8.0)]
    [InlineData("backend-ports", "delayed", 4000, 1500, 8.0)]
    public async Task Ports_run_out_after_exactly_as_many_connections_as_over_IPv4(
        string mitigation, string verdict, int before, int failed, double onset)
    {
        await Requirement.NetnsAsync();
        Requirement.OfIpv6();
        run.AssertAsExpected();
        var measured = run.Case(mitigation)["measured"]!;
        Assert.Equal(
            (verdict, before, before, failed),
            ((string?)run.Case(mitigation)["verdict"], (int)measured["connectionsBeforeFirstFailure"]!, (int)measured["peakTimeWait"]!,
                (int)measured["failed"]!));
        Assert.InRange(RecordedScenario.Number(measured["firstFailureSeconds"]), onset * 0.99, onset * 1.01);
        Assert.StartsWith("proxy→backend-", (string?)run.Case(mitigation)["exhaustedHop"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TIME_WAIT_is_reused_as_over_IPv4()
    {
        await Requirement.NetnsAsync();
        Requirement.OfIpv6();
        var measured = run.Case("tw-reuse")["measured"]!;
        Assert.Equal((5500, 0), ((int)measured["ok"]!, (int)measured["failed"]!));
        var expected = (long)measured["ok"]! - (long)measured["peakTimeWait"]!;
        Assert.InRange((long)measured["timeWaitRecycled"]!, expected * 0.995, expected * 1.005);
    }

    [Fact]
    public async Task Hosts_have_addresses_of_IPv6_alone_and_samples_have_their_tuples()
    {
        await Requirement.NetnsAsync();
        Requirement.OfIpv6();
        var hosts = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(run.Directory, "cases", "none@500", "case.json")))!["hosts"]!.AsArray();
        Assert.All(
            hosts.SelectMany(host => host!["addresses"]!.AsArray()),
            address => Assert.StartsWith("2001:2::", (string?)address, StringComparison.Ordinal));
        var last = run.Lines("none@500", "sockets.ndjson").Last(line => (string?)line["host"] == "proxy");
        Assert.Equal(
            [("2001:2::5", "[2001:2::6]:81", 1000), ("2001:2::5", "[2001:2::7]:81", 1000)],
            last["tuples"]!.AsArray()
                .Select(tuple => ((string)tuple!["source"]!, (string)tuple["destination"]!, (int)tuple["ports"]!)).Order());
        Assert.Equal(2000, (long)last["counters"]!["TW"]!);
    }
}

/// <summary>Knobs and proxies over IPv6, in small labs: 50 ports towards each of two backends.</summary>
public sealed class Ipv6KnobsRun() : RecordedProxies("ipv6-knobs", Scenario)
{
    protected override async Task RequireAsync()
    {
        await base.RequireAsync();
        Requirement.OfIpv6();
    }

    private const string Scenario = """
        load: { rate: 50/s, duration: 6s, timeout: 15s }
        network: ipv6
        clients: { count: 2 }
        proxy:
          sysctls: { net.ipv4.ip_local_port_range: 32768 32817, net.ipv4.tcp_tw_reuse: 2 }
        mitigations:
          - none
          - more-sources
          - more-sources-bind
          - more-destinations
          - per-socket-range
          - reserved-ports
          - bind-first
          - rst-close
          - fewer-tw-buckets
          - client-addresses
          - { name: prefilled, change: { prefill: 50% } }
          - { name: nginx, change: { proxy: { kind: nginx, httpVersion: 1.1 } } }
          - { name: nginx-address, change: { proxy: { kind: nginx, httpVersion: 1.1, bind: address } } }
          - { name: nginx-clients, use: client-addresses, change: { proxy: { kind: nginx, httpVersion: 1.1 } } }
          - { name: haproxy, change: { proxy: { kind: haproxy, mode: tcp } } }
          - { name: haproxy-sources, use: more-sources, change: { proxy: { kind: haproxy, mode: tcp } } }
          - { name: haproxy-clients, use: client-addresses, change: { proxy: { kind: haproxy, mode: tcp } } }
          - { name: caddy, change: { proxy: { kind: caddy }, backends: { closes: never } } }
        expect:
          none: exhausted
          more-sources: delayed
          more-destinations: delayed
          per-socket-range: no effect
          reserved-ports: worse
          bind-first: worse
          rst-close: averted
          fewer-tw-buckets: averted
          client-addresses: delayed
          nginx: no effect
          nginx-address: no effect
          nginx-clients: delayed
          haproxy: no effect
          haproxy-sources: delayed
          haproxy-clients: delayed
          caddy: no effect
        """;
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class Ipv6KnobsTests(Ipv6KnobsRun run) : IClassFixture<Ipv6KnobsRun>
{
    [Fact]
    public async Task Every_case_is_valid_and_as_expected()
    {
        await RecordedProxies.RequireAllAsync();
        Requirement.OfIpv6();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("none", 100, 100)]
    [InlineData("more-sources", 200, 200)]
    [InlineData("more-sources-bind", 100, 100)]
    [InlineData("more-destinations", 200, 200)]
    [InlineData("per-socket-range", 100, 100)]
    [InlineData("reserved-ports", 50, 50)]
    [InlineData("bind-first", 50, 50)]
    [InlineData("prefilled", 50, 50)]
    [InlineData("client-addresses", 198, 200)]
    [InlineData("nginx", 100, 100)]
    [InlineData("nginx-address", 100, 100)]
    [InlineData("haproxy", 100, 100)]
    [InlineData("caddy", 100, 100)]
    // A request that overtakes another takes a turn that was not its own (ProxyKnobsTests, TransparentTests).
    [InlineData("nginx-clients", 180, 200)]
    [InlineData("haproxy-sources", 180, 200)]
    [InlineData("haproxy-clients", 180, 200)]
    public async Task Ports_run_out_at_the_capacity(string mitigation, int fewestBefore, int capacity)
    {
        await RecordedProxies.RequireAllAsync();
        Requirement.OfIpv6();
        var measured = run.Case(mitigation)["measured"]!;
        Assert.InRange((int)measured["connectionsBeforeFirstFailure"]!, fewestBefore, capacity);
        Assert.Equal(capacity, (int)measured["ok"]!);
    }

    [Theory]
    [InlineData("rst-close")]
    [InlineData("fewer-tw-buckets")]
    public async Task What_averts_it_over_IPv4_averts_it(string mitigation)
    {
        await RecordedProxies.RequireAllAsync();
        Requirement.OfIpv6();
        Assert.Equal(0, (int)run.Case(mitigation)["measured"]!["failed"]!);
    }
}

/// <summary>Clients that connect to the backends themselves, on other hosts and on their own: 50 ports towards each of two.</summary>
public sealed class Ipv6ShapesRun : RecordedScenario
{
    protected override async Task RequireAsync()
    {
        await base.RequireAsync();
        Requirement.OfIpv6();
    }

    protected override string ScenarioFile(string folder)
    {
        var file = Path.Combine(folder, "ipv6-shapes.yaml");
        File.WriteAllText(file, """
            load: { rate: 50/s, duration: 6s }
            network: { family: ipv6, path: own-address }
            clients: { count: 1, sysctls: { net.ipv4.ip_local_port_range: 32768 32817, net.ipv4.tcp_tw_reuse: 2 } }
            proxy: { kind: none }
            backends: { count: 1, ports: 2 }
            mitigations:
              - none
              - tw-reuse
              - { name: loopback, change: { network: { path: loopback } } }
              - name: loopback-without-reuse
                change: { network: { path: loopback }, clients: { sysctls: { net.ipv4.tcp_tw_reuse: 0 } } }
              - { name: direct, change: { network: { path: links } } }
              - { name: direct-sources, use: more-sources, change: { network: { path: links } } }
            """);
        return file;
    }
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class Ipv6ShapesTests(Ipv6ShapesRun run) : IClassFixture<Ipv6ShapesRun>
{
    [Theory]
    [InlineData("none", "exhausted", 100)]
    [InlineData("tw-reuse", "averted", null)]
    // The kernel's default knows ::1 as it knows 127/8.
    [InlineData("loopback", "averted", null)]
    [InlineData("loopback-without-reuse", "no effect", 100)]
    [InlineData("direct", "no effect", 100)]
    [InlineData("direct-sources", "delayed", 200)]
    public async Task Every_shape_runs_out_as_over_IPv4(string mitigation, string verdict, int? before)
    {
        await Requirement.NetnsAsync();
        Requirement.OfIpv6();
        run.AssertAsExpected();
        var summary = run.Case(mitigation);
        Assert.Equal((verdict, before), ((string?)summary["verdict"], (int?)summary["measured"]!["connectionsBeforeFirstFailure"]));
    }
}

/// <summary>The same in containers.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Docker")]
public sealed class Ipv6ContainersTests
{
    [Fact]
    public async Task Containers_show_over_IPv6_what_namespaces_show_with_further_addresses_too()
    {
        using var engine = await Requirement.DockerAsync();
        Requirement.OfIpv6();
        using var scratch = new Scratch();
        var scenario = scratch.Write("scenario.yaml", """
            load: { rate: 100/s, duration: 5s }
            network: ipv6
            clients: { count: 2 }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33099 } }
            mitigations: [none, tw-reuse, more-sources: 2]
            """);
        var run = await UndisturbedRun.OfAsync(scratch, scenario, ["--lab", "docker"]);
        run.AssertAsExpected();
        Assert.Equal(
            [("none", 200, 300), ("tw-reuse", null, 0), ("more-sources", 400, 100)],
            run.Cases.Select(row => (
                (string)row["mitigation"]!, (int?)row["measured"]!["connectionsBeforeFirstFailure"], (int)row["measured"]!["failed"]!)));
        await EngineLeftovers.AssertNoneAsync(EngineLeftovers.ByTheReaper);
    }
}
