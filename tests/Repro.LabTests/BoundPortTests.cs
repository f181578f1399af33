namespace Repro.LabTests;

/// <summary>
/// A port that bind() gives out although it is in use, and what connect() makes of the TIME_WAIT on its tuple: 20 ports, 120 requests.
/// </summary>
public sealed class BoundPortRun : RecordedScenario
{
    protected override string ScenarioFile(string folder)
    {
        var file = Path.Combine(folder, "bound.yaml");
        File.WriteAllText(file, """
            load: { rate: 40/s, duration: 3s }
            clients: { count: 1 }
            proxy: { bind: port, sysctls: { net.ipv4.ip_local_port_range: 32768 32787, net.ipv4.ip_autobind_reuse: 1 } }
            backends: { count: 1 }
            mitigations:
              - none
              - { name: reuse-off, change: { proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 0 } } } }
              - { name: reuse-on, change: { proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 1 } } } }
              - { name: no-timestamps, change: { proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 0, net.ipv4.tcp_timestamps: 0 } } } }
              - { name: no-timestamps-reuse-on, change: { proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 1, net.ipv4.tcp_timestamps: 0 } } } }
              - { name: autobind-off, change: { proxy: { sysctls: { net.ipv4.ip_autobind_reuse: 0 } } } }
            """);
        return file;
    }

    protected override async Task RequireAsync()
    {
        await base.RequireAsync();
        Assert.SkipUnless(File.Exists("/proc/sys/net/ipv4/ip_autobind_reuse"), "this kernel has no ip_autobind_reuse");
    }
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
[Trait("Fault", "B8")]
public sealed class BoundPortTests(BoundPortRun run) : IClassFixture<BoundPortRun>
{
    private const int Ports = 20;
    private const int Requests = 120;

    [Theory]
    [InlineData("none")]
    [InlineData("reuse-off")]
    [InlineData("reuse-on")]
    public async Task With_timestamps_a_bound_port_is_taken_over_from_TIME_WAIT_whatever_tcp_tw_reuse_says(string mitigation)
    {
        await RequireAsync();
        var summary = run.Case(mitigation);
        Assert.True((bool)summary["valid"]!, summary.ToJsonString());
        Assert.Equal((Requests, 0), ((int)summary["measured"]!["ok"]!, (int)summary["measured"]!["failed"]!));
        Assert.Equal(Requests - Ports, (int)summary["measured"]!["timeWaitRecycled"]!);
    }

    [Theory]
    [InlineData("no-timestamps", "connect/EADDRNOTAVAIL")]
    [InlineData("no-timestamps-reuse-on", "connect/EADDRNOTAVAIL")]
    [InlineData("autobind-off", "bind/EADDRINUSE")]
    public async Task Without_timestamps_connect_fails_and_without_the_sysctl_bind_does(string mitigation, string outcome)
    {
        await RequireAsync();
        var summary = run.Case(mitigation);
        Assert.True((bool)summary["valid"]!, summary.ToJsonString());
        Assert.Equal([outcome], summary["errors"]!.AsObject().Select(pair => pair.Key));
        Assert.Equal((Ports, Ports), ((int)summary["measured"]!["connectionsBeforeFirstFailure"]!, (int)summary["measured"]!["ok"]!));
        Assert.Equal(0, (int)summary["measured"]!["timeWaitRecycled"]!);
    }

    private static async Task RequireAsync()
    {
        await Requirement.NetnsAsync();
        Assert.SkipUnless(File.Exists("/proc/sys/net/ipv4/ip_autobind_reuse"), "this kernel has no ip_autobind_reuse");
    }
}
