namespace Repro.LabTests;

/// <summary>A backend that can't take what comes at once, and a proxy that tries twice.</summary>
public sealed class FailureCauseRun : RecordedScenario
{
    protected override string ScenarioFile(string folder)
    {
        var file = Path.Combine(folder, "causes.yaml");
        // 40 connections at a time for an accept queue of one: the SYNs that it drops are sent again after a second.
        File.WriteAllText(file, """
            load: { rate: 40/s, duration: 3s, arrivals: bursts, burst: 40, timeout: 500ms }
            clients: { count: 1 }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33767 } }
            backends: { count: 1, sysctls: { net.core.somaxconn: 1 } }
            mitigations:
              - none
              - name: retries
                change:
                  load: { rate: 40/s, arrivals: constant }
                  proxy: { retries: 1, sysctls: { net.ipv4.ip_local_port_range: 32768 32807 } }
                  backends: { sysctls: { net.core.somaxconn: 4096 } }
            """);
        return file;
    }
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
[Trait("Fault", "B12")]
public sealed class FailureCauseTests(FailureCauseRun run) : IClassFixture<FailureCauseRun>
{
    [Fact]
    public async Task An_accept_queue_that_overflows_is_named_as_the_cause_of_timeouts()
    {
        await Requirement.NetnsAsync();
        var reasons = run.Case("none")["invalidReasons"]!.AsArray().Select(reason => (string)reason!).ToList();
        Assert.Contains(reasons, reason => reason.Contains("/timeout; backend-1's accept queue overflowed", StringComparison.Ordinal));
    }

    // 40 ports carry 40 of 120 requests at the first attempt; each of the others is tried twice.
    [Fact]
    public async Task Retries_are_counted()
    {
        await Requirement.NetnsAsync();
        var measured = run.Case("retries")["measured"]!;
        Assert.Equal((40, 80), ((int)measured["ok"]!, (int)measured["failed"]!));
        Assert.Equal(200, (int)measured["attempts"]!);
        Assert.Equal(1.6667, RecordedScenario.Number(measured["amplification"]), 1e-6);
        Assert.Contains("200 attempts for 120 requests, ×1.67", run.Case("retries")["evidence"]!.AsArray().Select(text => (string)text!));
    }
}
