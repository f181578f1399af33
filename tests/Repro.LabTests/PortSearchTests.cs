namespace Repro.LabTests;

/// <summary>What the kernel's port search makes of ranges, addresses and reuse, on small ranges.</summary>
public sealed class PortSearchRun : RecordedScenario
{
    protected override string ScenarioFile(string folder)
    {
        var path = Path.Combine(folder, "port-search.yaml");
        File.WriteAllText(path, """
            load: { rate: 200/s, duration: 4s }
            clients: { count: 2 }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33099 } }
            mitigations:
              - none
              - name: odd-range
                change: { proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33100 } } }
              - name: reserved
                change: { proxy: { sysctls: { net.ipv4.ip_local_reserved_ports: "33010-33029" } } }
              - name: two-sources
                change: { proxy: { addresses: 2 } }
              - name: two-backend-addresses
                change: { backends: { addresses: 2 } }
              - name: reuse-half
                change: { load: { rate: 80/s, duration: 8s }, proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 1 } } }
              - name: reuse-all
                change: { load: { rate: 150/s, duration: 8s }, proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 1 } } }
              - name: slow
                change: { load: { rate: 30/min, duration: 5s } }
              - name: odd-bind
                change: { proxy: { bind: port, addresses: 2, sysctls: { net.ipv4.ip_local_port_range: 33000 33100 } } }
              - name: three-ports
                change: { load: { rate: 10/s, duration: 2s }, proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33002 } } }
              - name: a-bucket-less
                change: { proxy: { sysctls: { net.ipv4.tcp_max_tw_buckets: 199 } } }
              - name: long-fin-timeout
                change:
                  load: { rate: 30/s, duration: 8s }
                  backends: { finDelay: 10s }
                  proxy: { sysctls: { net.ipv4.tcp_fin_timeout: 62 } }
              - name: fin-at-the-timeout
                change:
                  load: { rate: 30/s, duration: 8s }
                  backends: { finDelay: 5s }
                  proxy: { sysctls: { net.ipv4.tcp_fin_timeout: 5 } }
            """);
        return path;
    }
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class PortSearchTests(PortSearchRun run) : IClassFixture<PortSearchRun>
{
    [Theory]
    [InlineData("none", 200)]
    [InlineData("reserved", 160)]
    [InlineData("two-sources", 400)]
    [InlineData("two-backend-addresses", 400)]
    public async Task Ports_run_out_after_exactly_the_predicted_capacity(string mitigation, int capacity)
    {
        await Requirement.NetnsAsync();
        var summary = run.Case(mitigation);
        Assert.True((bool)summary["valid"]!, summary.ToJsonString());
        Assert.Equal(capacity, (int)summary["capacityPorts"]!);
        Assert.Equal(capacity, (int)summary["measured"]!["connectionsBeforeFirstFailure"]!);
    }

    // In a range of odd size the search reaches the first port only when it starts there, and else the last one instead: whether that
    // happened before all others were taken is chance, once for each of the two tuples.
    [Fact]
    public async Task A_range_of_odd_size_may_run_out_one_port_early()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("odd-range");
        Assert.Equal(202, (int)summary["capacityPorts"]!);
        Assert.InRange((int)summary["measured"]!["connectionsBeforeFirstFailure"]!, 200, 202);
    }

    [Theory]
    [Trait("Fault", "B5")]
    [Trait("Fault", "B6")]
    [InlineData("odd-bind", 200, 202)]
    [InlineData("three-ports", 4, 4)]
    [InlineData("a-bucket-less", 200, 202)]
    public async Task At_the_edge_of_its_pools_a_case_fails_when_it_was_predicted_to(string mitigation, int least, int most)
    {
        await Requirement.NetnsAsync();
        var summary = run.Case(mitigation);
        Assert.InRange((int)summary["measured"]!["connectionsBeforeFirstFailure"]!, least, most);
        var predicted = summary["predicted"]!;
        var first = RecordedScenario.Number(summary["measured"]!["firstFailureSeconds"]);
        Assert.InRange(
            first, RecordedScenario.Number(predicted["earliestOnsetSeconds"] ?? predicted["onsetSeconds"]) - 0.01,
            RecordedScenario.Number(predicted["onsetSeconds"]) + 0.03);
    }

    // FIN_WAIT_2 of 62 s lasts for 2 s as a socket and for 2 s as a time-wait (tcp_keepalive_timer, net/ipv4/tcp_timer.c).
    [Fact]
    [Trait("Fault", "B1")]
    public async Task A_FIN_timeout_above_a_minute_lets_go_of_ports_after_twice_what_is_above_it()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("long-fin-timeout");
        Assert.Equal(0, (long)summary["measured"]!["failed"]!);
        Assert.Null(summary["predicted"]!["onsetSeconds"]);
        // Four seconds' worth, and nearly all of them are seen at a dump.
        Assert.InRange((int)summary["hops"]![1]!["peakPorts"]!, 100, 135);
    }

    [Fact]
    [Trait("Fault", "B2")]
    public async Task A_FIN_that_comes_with_the_timeout_comes_in_time()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("fin-at-the-timeout");
        Assert.Equal(200 / 30.0, RecordedScenario.Number(summary["predicted"]!["onsetSeconds"]), 0.01);
        Assert.InRange(RecordedScenario.Number(summary["measured"]!["firstFailureSeconds"]), 6.6, 7.2);
    }

    // connect() searches half of the range first, the ports of one parity. While those are old enough to be taken over before they are
    // all used (rate × delay below half of the capacity), the other half is never touched.
    [Theory]
    [InlineData("reuse-half", 100)]
    [InlineData("reuse-all", 200)]
    public async Task Reuse_takes_over_ports_of_one_parity_before_it_touches_the_other(string mitigation, int portsUsed)
    {
        await Requirement.NetnsAsync();
        var measured = run.Case(mitigation)["measured"]!;
        Assert.Equal(0, (long)measured["failed"]!);
        var expected = (long)measured["ok"]! - portsUsed;
        Assert.InRange((long)measured["timeWaitRecycled"]!, expected - 2, expected + 2);
    }

    [Fact]
    public async Task A_load_whose_last_request_is_long_answered_lasts_for_its_whole_duration()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("slow");
        Assert.True((bool)summary["valid"]!, summary.ToJsonString());
        Assert.Equal(3, (long)summary["measured"]!["ok"]!);
    }
}
