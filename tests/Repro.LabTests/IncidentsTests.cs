using Repro.Tests;

namespace Repro.LabTests;

/// <summary>
/// scenarios/incidents as they ship: what each expects stands in its file. Those that take as long as what they are about are for the soak.
/// </summary>
[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class IncidentsTests
{
    [Theory]
    [InlineData("envoy-bind-first")]
    [InlineData("istio-127-0-0-6")]
    [InlineData("mysqlrouter-exporter")]
    public Task An_incident_comes_out_as_its_scenario_expects(string incident) => RunAsync(incident);

    [Theory]
    [InlineData("istio-one-outbound-port", "none@36")]
    [InlineData("k6-no-connection-reuse", "none@42.5")]
    [InlineData("dagster-pgbouncer", "none@66.2")]
    public Task With_a_hundred_ports_one_that_takes_long_runs_out_within_seconds(string incident, string baseline) => RunAsync(
        incident,
        "--set", "clients.sysctls.net.ipv4.ip_local_port_range=32768 32867",
        "--set", "load.duration=5s",
        "--set", $"expect.{baseline}={{ verdict: exhausted, connectionsBeforeFirstFailure: 100 }}",
        "--case", baseline);

    [Theory]
    [Trait("Category", "Soak")]
    [InlineData("istio-one-outbound-port")]
    [InlineData("k6-no-connection-reuse")]
    [InlineData("dagster-pgbouncer")]
    public Task One_that_takes_long_comes_out_as_its_scenario_expects(string incident)
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("REPRO_SOAK_RUNS") is not null, "it takes up to 1½ minutes; REPRO_SOAK_RUNS=1 runs it");
        return RunAsync(incident);
    }

    private static async Task RunAsync(string incident, params string[] more)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var (exitCode, output, errors) = await Program.RunAsync(
            ["run", RepositoryRoot.PathOf("scenarios", "incidents", $"{incident}.yaml"), .. more, "--out", scratch.Path("run"), "--json"]);
        Assert.True(exitCode == 0, $"exit code {exitCode}: {output} {errors}");
    }
}
