namespace Repro.LabTests;

/// <summary>Loads that are not constant, and a range that is partly taken before the load, on the real kernel.</summary>
public sealed class ArrivalsRun : RecordedScenario
{
    protected override string ScenarioFile(string folder)
    {
        var path = Path.Combine(folder, "arrivals.yaml");
        File.WriteAllText(path, """
            load: { rate: 200/s, duration: 8s }
            clients: { count: 2 }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33399 } }
            mitigations:
              - { name: constant, use: none }
              - { name: poisson, change: { load: { arrivals: poisson, seed: 7 } } }
              - { name: ramp, change: { load: { arrivals: ramp, from: 50/s, rate: 300/s } } }
              - { name: steps, change: { load: { arrivals: steps, from: 100/s, rate: 300/s, steps: 4 } } }
              - { name: bursts, change: { load: { arrivals: bursts, burst: 50 } } }
              - { name: prefilled, change: { prefill: 75% } }
              - { name: reuse-and-bursts, use: tw-reuse, change: { load: { arrivals: bursts, burst: 1000, rate: 150/s } } }
            """);
        return path;
    }
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class ArrivalsTests(ArrivalsRun run) : IClassFixture<ArrivalsRun>
{
    [Theory]
    [InlineData("constant", 800)]
    [InlineData("poisson", 800)]
    [InlineData("ramp", 800)]
    [InlineData("steps", 800)]
    [InlineData("bursts", 800)]
    [InlineData("prefilled", 200)]
    public async Task Ports_run_out_when_the_simulator_says_whatever_the_arrivals(string name, int connections)
    {
        await Requirement.NetnsAsync();
        var summary = run.Case(name);
        Assert.True((bool)summary["valid"]!, summary.ToJsonString());
        Assert.Equal(connections, (int)summary["measured"]!["connectionsBeforeFirstFailure"]!);
        var onset = RecordedScenario.Number(summary["predicted"]!["onsetSeconds"]);
        var tolerance = Math.Max(onset * 0.01, 0.05);
        Assert.InRange(RecordedScenario.Number(summary["measured"]!["firstFailureSeconds"]), onset - tolerance, onset + tolerance);
    }

    // 150/s on average is less than the 800/s that reuse carries; a thousand at once are more than there are ports.
    [Fact]
    public async Task Bursts_run_out_of_ports_below_the_threshold()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("reuse-and-bursts");
        Assert.Equal("exhausted", (string?)summary["verdict"]);
        Assert.True(
            RecordedScenario.Number(summary["predicted"]!["thresholdPerSecond"]) > RecordedScenario.Number(summary["offeredPerSecond"]));
    }
}
