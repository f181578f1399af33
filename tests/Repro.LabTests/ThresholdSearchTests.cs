namespace Repro.LabTests;

/// <summary>A search for a threshold whose labs are short, as reuse lets ports go after a second.</summary>
public sealed class ThresholdRun : RecordedScenario
{
    protected override string ScenarioFile(string folder)
    {
        var path = Path.Combine(folder, "threshold.yaml");
        File.WriteAllText(path, """
            find: threshold
            load: { duration: 3s }
            clients: { count: 2 }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33199 } }
            mitigations: [tw-reuse]
            """);
        return path;
    }
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class ThresholdSearchTests(ThresholdRun run) : IClassFixture<ThresholdRun>
{
    [Fact]
    public async Task It_narrows_down_the_rate_that_the_ports_carry()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
        var threshold = Assert.Single(run.Summary["thresholds"]!.AsArray())!;
        var (carried, failed) =
            (RecordedScenario.Number(threshold["carriedPerSecond"]), RecordedScenario.Number(threshold["failedPerSecond"]));
        // What chance decided, as a stall of the machine does so near the threshold, is on neither side of it.
        var between = run.Summary["cases"]!.AsArray().Where(summary =>
            RecordedScenario.Number(summary!["offeredPerSecond"]) is var rate && rate > carried && rate < failed).ToList();
        Assert.All(between, summary => Assert.NotNull(summary!["borderline"]));
        Assert.InRange(failed / carried, 1, between.Count > 0 ? 1.1 : 1.021);
        // 400 ports ÷ 1 s; requests that come a little late take some of it away.
        Assert.InRange(carried, 360, 408);
    }

    [Fact]
    public async Task Its_labs_are_told_from_the_lowest_rate_on()
    {
        await Requirement.NetnsAsync();
        var rates = run.Summary["cases"]!.AsArray().Select(summary => RecordedScenario.Number(summary!["offeredPerSecond"])).ToList();
        Assert.True(rates.Count >= 4);
        Assert.Equal(rates.Order(), rates);
    }
}
