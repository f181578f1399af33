using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/proxies.yaml as it ships: the builtin proxy, nginx and HAProxy side by side.</summary>
public sealed class ProxiesRun : RecordedScenario
{
    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "proxies.yaml");

    protected override Task RequireAsync() => RecordedProxies.RequireAllAsync();
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class ProxiesTests(ProxiesRun run) : IClassFixture<ProxiesRun>
{
    private const int Ports = 800;
    private const int Requests = 1600;

    [Fact]
    public async Task Every_case_is_valid_and_as_expected()
    {
        await RecordedProxies.RequireAllAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("none", "http/502")]
    [InlineData("nginx", "http/502")]
    [InlineData("haproxy-tcp", "read/")]
    [InlineData("haproxy-http-held-open", "http/503")]
    public async Task Each_runs_out_at_the_predicted_connection_and_its_log_says_why(string mitigation, string seenByClients)
    {
        await RecordedProxies.RequireAllAsync();
        var summary = run.Case(mitigation);

        Assert.Equal(Ports, (int)summary["measured"]!["connectionsBeforeFirstFailure"]!);
        Assert.InRange(RecordedScenario.Number(summary["measured"]!["firstFailureSeconds"]), 3.9, 4.15);
        Assert.Equal(["connect/EADDRNOTAVAIL"], summary["errors"]!.AsObject().Select(pair => pair.Key));
        Assert.All(summary["clientErrors"]!.AsObject(), pair => Assert.StartsWith(seenByClients, pair.Key, StringComparison.Ordinal));
        Assert.Equal(
            summary["errors"]!.AsObject().Sum(pair => (long)pair.Value!),
            summary["clientErrors"]!.AsObject().Sum(pair => (long)pair.Value!));
        Assert.StartsWith("proxy→backend-", (string)summary["exhaustedHop"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", Ports)]
    [InlineData("nginx", Ports)]
    [InlineData("haproxy-tcp", Ports)]
    [InlineData("nginx-as-it-ships", 0)]
    [InlineData("haproxy-http", 0)]
    [InlineData("haproxy-http-held-open", 0)]
    public async Task Who_closes_first_decides_who_keeps_TIME_WAIT(string mitigation, int timeWait)
    {
        await RecordedProxies.RequireAllAsync();
        Assert.Equal(timeWait, (int)run.Case(mitigation)["measured"]!["peakTimeWait"]!);
    }

    [Theory]
    [InlineData("tw-reuse")]
    [InlineData("nginx-tw-reuse")]
    [InlineData("haproxy-tcp-tw-reuse")]
    public async Task Reuse_averts_it_for_each_of_them(string mitigation)
    {
        await RecordedProxies.RequireAllAsync();
        var measured = run.Case(mitigation)["measured"]!;

        Assert.Equal((Requests, 0), ((int)measured["ok"]!, (int)measured["failed"]!));
        Assert.Equal(Requests, (int)measured["connections"]!);
        Assert.InRange((int)measured["timeWaitRecycled"]!, 1, Requests);
    }

    [Theory]
    [Trait("Fault", "B7")]
    [InlineData("nginx-as-it-ships")]
    [InlineData("haproxy-http")]
    public async Task Backends_that_are_asked_to_close_do_and_hold_every_TIME_WAIT(string mitigation)
    {
        await RecordedProxies.RequireAllAsync();
        var backends = run.Lines($"{mitigation}@200", "sockets.ndjson")
            .Where(line => ((string)line["host"]!).StartsWith("backend", StringComparison.Ordinal))
            .GroupBy(line => (string)line["host"]!);
        Assert.Equal(Requests, backends.Sum(host => (int)host.Last()["counters"]!["TW"]!));
        Assert.Equal(Requests, (int)run.Case(mitigation)["measured"]!["ok"]!);
    }

    [Fact]
    public async Task What_was_used_is_kept_with_the_results()
    {
        await RecordedProxies.RequireAllAsync();
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(run.Directory, "run.json")))!;
        Assert.Equal(["haproxy", "nginx"], file["proxies"]!.AsObject().Select(pair => pair.Key));
        Assert.All(file["proxies"]!.AsObject(), pair => Assert.Matches("^[0-9]+[.][0-9]+", (string)pair.Value!));
        Assert.Contains("proxy_pass", await ReadAsync("nginx@200", "nginx.conf"), StringComparison.Ordinal);
        Assert.Contains("mode tcp", await ReadAsync("haproxy-tcp@200", "haproxy.cfg"), StringComparison.Ordinal);

        Task<string> ReadAsync(string caseId, string name) => File.ReadAllTextAsync(Path.Combine(run.Directory, "cases", caseId, name));
    }

    [Fact]
    public async Task The_processor_time_is_that_of_the_proxy_itself()
    {
        await RecordedProxies.RequireAllAsync();
        Assert.All(["nginx", "haproxy-tcp"], mitigation =>
            Assert.True(RecordedScenario.Number(run.Case(mitigation)["measured"]!["proxyCpu"]) > 0));
    }
}
