namespace Repro.LabTests;

/// <summary>Pools of kept connections on 2 × 30 ports, under 100/s that take 100 ms each: eleven are under way at a time.</summary>
public sealed class PoolRun : RecordedScenario
{
    protected override string ScenarioFile(string folder)
    {
        var file = Path.Combine(folder, "pools.yaml");
        File.WriteAllText(file, """
            load: { rate: 100/s, duration: 7s }
            clients: { count: 1 }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 32797, net.ipv4.tcp_tw_reuse: 2 } }
            backends: { count: 2, delay: 100ms }
            mitigations:
              - none
              - { name: ample, use: keep-alive, change: { proxy: { keepAlive: { connections: 20 } } } }
              - { name: ten-requests, use: keep-alive, change: { proxy: { keepAlive: { requests: 10 } } } }
            """);
        return file;
    }
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class PoolTests(PoolRun run) : IClassFixture<PoolRun>
{
    // The rehearsal keeps connections as the load does; they are closed before it.
    [Theory]
    [Trait("Fault", "A11")]
    [InlineData("ample")]
    [InlineData("ten-requests")]
    public async Task Nothing_that_the_proxy_kept_before_the_load_is_in_a_result(string mitigation)
    {
        await Requirement.NetnsAsync();
        var dumps = run.Lines($"{mitigation}@100", "sockets.ndjson")
            .Where(line => (string?)line["host"] == "proxy" && line["tuples"] is not null);
        Assert.All(
            dumps.SelectMany(line => line["tuples"]!.AsArray()),
            tuple => Assert.DoesNotContain("127.0.0.", tuple!.ToJsonString(), StringComparison.Ordinal));
        Assert.InRange(Upstream(mitigation), 1, (long)run.Case(mitigation)["measured"]!["connections"]!);
    }

    [Fact]
    [Trait("Fault", "B4")]
    public async Task A_pool_with_connections_to_spare_opens_as_many_as_are_under_way()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("ample");
        Assert.True((bool)summary["valid"]!, summary.ToJsonString());
        Assert.Null(summary["measured"]!["firstFailureSeconds"]);
        Assert.InRange((int)summary["measured"]!["connections"]!, 10, 20);
    }

    [Fact]
    [Trait("Fault", "B4")]
    public async Task Connections_that_carry_ten_requests_are_replaced_in_waves()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("ten-requests");
        Assert.True((bool)summary["valid"]!, summary.ToJsonString());
        Assert.InRange(
            RecordedScenario.Number(summary["measured"]!["firstFailureSeconds"]),
            RecordedScenario.Number(summary["predicted"]!["earliestOnsetSeconds"]) - 0.05,
            RecordedScenario.Number(summary["predicted"]!["latestOnsetSeconds"]) + 0.05);
    }

    private long Upstream(string mitigation) => (long)run.Case(mitigation)["hops"]!.AsArray().Last()!["peakPorts"]!;
}
