using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>The lab in containers, on a real engine.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Docker")]
public sealed class DockerRunTests
{
    [Fact]
    public async Task Containers_show_what_namespaces_show()
    {
        using var engine = await Requirement.DockerAsync();
        using var scratch = new Scratch();
        var run = await UndisturbedRun.OfAsync(scratch, RepositoryRoot.PathOf("scenarios", "quick.yaml"), ["--lab", "docker"]);
        run.AssertAsExpected();
        var cases = run.Cases.ToDictionary(
            row => (string)row["mitigation"]!,
            row => (
                Before: (int?)row["measured"]!["connectionsBeforeFirstFailure"],
                Failed: (int)row["measured"]!["failed"]!,
                Verdict: (string?)row["verdict"]));
        Assert.Equal((2000, 3500, "exhausted"), cases["none"]);
        Assert.Equal((null, 0, "averted"), cases["tw-reuse"]);
        Assert.Equal((4000, 1500, "delayed"), cases["wider-range"]);
        Assert.Equal((4000, 1500, "delayed"), cases["backend-ports"]);

        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(run.Directory, "run.json")))!;
        Assert.Equal("docker", (string?)file["lab"]);
        Assert.Contains("API 1.", (string?)file["machine"]!["engine"], StringComparison.Ordinal);
        await EngineLeftovers.AssertNoneAsync(EngineLeftovers.ByTheReaper);
        var (pruned, said, problem) = await Program.RunAsync("lab", "prune");
        Assert.True(pruned == 0, problem);
        Assert.Equal("Nothing is left of earlier runs.", said.Trim());
    }

    [Fact]
    public async Task A_host_with_several_addresses_uses_them_all_and_a_sysctl_that_no_kernel_has_makes_its_case_invalid_alone()
    {
        using var engine = await Requirement.DockerAsync();
        using var scratch = new Scratch();
        var scenario = scratch.Write("scenario.yaml", """
            load: { rate: 100/s, duration: 6s }
            clients: { count: 2 }
            backends: { count: 1 }
            proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33099 } }
            mitigations:
              - none
              - more-sources: 3
              - name: odd
                change: { proxy: { sysctls: { net.ipv4.tcp_no_such_thing: 1 } } }
            """);
        var run = await UndisturbedRun.OfAsync(scratch, scenario, ["--lab", "docker"]);
        Assert.True(run.ExitCode == 4, $"exit code {run.ExitCode}: {run.Summary} {run.Errors}");
        var cases = run.Cases.ToList();
        Assert.Equal([true, true, false], cases.Select(row => (bool)row["valid"]!));
        Assert.Equal([100, 300], cases.Take(2).Select(row => (int)row["measured"]!["connectionsBeforeFirstFailure"]!));
        Assert.Contains(
            "proxy: this kernel has no net.ipv4.tcp_no_such_thing",
            cases[2]["invalidReasons"]!.AsArray().Select(reason => (string?)reason));
    }

    [Fact]
    public async Task Without_a_proxy_and_on_one_host_containers_show_what_namespaces_show()
    {
        using var engine = await Requirement.DockerAsync();
        using var scratch = new Scratch();
        var scenario = scratch.Write("scenario.yaml", """
            load: { rate: 100/s, duration: 6s }
            clients: { count: 1, sysctls: { net.ipv4.ip_local_port_range: 33000 33099, net.ipv4.tcp_tw_reuse: 2 } }
            proxy: { kind: none }
            backends: { count: 2 }
            mitigations:
              - none
              - more-sources
              - { name: own-address, change: { network: { path: own-address } } }
              - { name: loopback, change: { network: { path: loopback } } }
            expect: { none: exhausted, more-sources: delayed, own-address: no effect, loopback: averted }
            """);
        var run = await UndisturbedRun.OfAsync(scratch, scenario, ["--lab", "docker"]);
        run.AssertAsExpected();
        Assert.Equal([200, 400, 200, null], run.Cases.Select(row => (int?)row["measured"]!["connectionsBeforeFirstFailure"]));
        await EngineLeftovers.AssertNoneAsync(EngineLeftovers.ByTheReaper);
    }
}
