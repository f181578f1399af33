using System.Globalization;
using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/quick.yaml as it ships, on the real kernel.</summary>
public sealed class QuickRun : RecordedScenario
{
    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "quick.yaml");
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class QuickScenarioTests(QuickRun run) : IClassFixture<QuickRun>
{
    // Twice unless REPRO_SOAK_RUNS says how often.
    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("REPRO_SOAK_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : 2;

    [Fact]
    public async Task It_is_valid_and_as_expected()
    {
        await Requirement.NetnsAsync();
        run.AssertAsExpected();
    }

    [Theory]
    [InlineData("none", 2000, 4.0)]
    [InlineData("wider-range", 4000, 8.0)]
    [InlineData("backend-ports", 4000, 8.0)]
    public async Task Ports_run_out_after_exactly_the_capacity_and_on_time(string mitigation, int capacity, double onset)
    {
        await Requirement.NetnsAsync();
        run.AssertRanOut(mitigation, capacity, onset);
    }

    [Fact]
    public async Task The_proxy_finds_no_port_and_the_clients_are_told_502()
    {
        await Requirement.NetnsAsync();
        var summary = run.Case("none");
        var failed = (long)summary["measured"]!["failed"]!;
        Assert.Equal(failed, (long)summary["errors"]!["connect/EADDRNOTAVAIL"]!);
        Assert.Equal(failed, (long)summary["clientErrors"]!["http/502"]!);
        Assert.Single(summary["errors"]!.AsObject());
        Assert.StartsWith("proxy→backend-", (string?)summary["exhaustedHop"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_tw_reuse_nothing_fails_and_every_port_is_taken_over_again_and_again()
    {
        await Requirement.NetnsAsync();
        run.AssertTakenOver("tw-reuse");
    }

    [Fact]
    public async Task Nothing_but_the_load_spends_ports_of_the_proxy()
    {
        await Requirement.NetnsAsync();
        var last = run.Lines("none@500", "sockets.ndjson").Last(line => (string?)line["host"] == "proxy");
        Assert.Equal(2000, (long)last["counters"]!["TW"]!);
    }

    [Fact]
    public async Task Each_host_is_sampled_ten_times_a_second_and_dumped_every_second()
    {
        await Requirement.NetnsAsync();
        var samples = run.Lines("none@500", "sockets.ndjson").ToLookup(line => (string)line["host"]!);
        Assert.Equal(7, samples.Count);
        // A dump is a line of its own, beside those of the counters.
        Assert.All(samples, host => Assert.InRange(host.Count(line => line["states"] is null), 100, 115));
        Assert.All(samples, host => Assert.InRange(host.Count(line => line["states"] is not null), 10, 13));
        var tuples = samples["proxy"].Last()["tuples"]!.AsArray();
        Assert.Equal(2, tuples.Count);
        Assert.All(tuples, tuple => Assert.Equal(1000, (int)tuple!["ports"]!));
    }

    [Fact]
    public async Task Sysctls_are_read_back_from_every_host()
    {
        await Requirement.NetnsAsync();
        var hosts = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(run.Directory, "cases", "wider-range-2@500", "case.json")))!["hosts"]!;
        Assert.Equal(7, hosts.AsArray().Count);
        var proxy = hosts.AsArray().Single(host => (string?)host!["name"] == "proxy")!["sysctls"]!.AsArray();
        var range = proxy.Single(sysctl => (string?)sysctl!["name"] == "net.ipv4.ip_local_port_range")!;
        Assert.Equal("32768 34767", (string?)range["read"]);
    }

    [Fact]
    public async Task The_report_is_rebuilt_byte_for_byte_without_a_lab()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var (exitCode, _, errors) = await Program.RunAsync("report", run.Directory, "--out", scratch.Path("again"));
        Assert.True(exitCode == 0, errors);
        string[] files =
        [
            "summary.json",
            "summary.csv",
            "report.html",
            "report.md",
            "scenario.yaml",
            .. Directory.GetFiles(Path.Combine(run.Directory, "charts")).Select(path => Path.Combine("charts", Path.GetFileName(path))),
        ];
        Assert.True(files.Length >= 7);
        Assert.All(files, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(run.Directory, file)), File.ReadAllBytes(Path.Combine(scratch.Path("again"), file))));
    }

    [Fact]
    public async Task Every_chart_comes_as_png_too()
    {
        await Requirement.NetnsAsync();
        var charts = Path.Combine(run.Directory, "charts");
        Assert.All(
            Directory.GetFiles(charts, "*.svg"), svg => Assert.True(new FileInfo(Path.ChangeExtension(svg, ".png")).Length > 10_000));
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task Run_after_run_gives_the_same_verdicts_and_the_same_counts()
    {
        await Requirement.NetnsAsync();
        var seen = new List<string> { Essence(run.Summary) };
        for (var number = 2; number <= Runs; number++)
        {
            using var scratch = new Scratch();
            var (exitCode, output, errors) = await Program.RunAsync(
                "run", RepositoryRoot.PathOf("scenarios", "quick.yaml"), "--out", scratch.Path("run"), "--json");
            Assert.True(exitCode == 0, $"run {number}: exit code {exitCode}: {output} {errors}");
            seen.Add(Essence(JsonNode.Parse(output)!));
        }

        Assert.Single(seen.Distinct());
    }

    private static string Essence(JsonNode summary) => string.Join('\n', summary["cases"]!.AsArray().Select(row =>
    {
        var measured = row!["measured"]!;
        return $"{row["id"]}: {row["verdict"]}, {measured["connectionsBeforeFirstFailure"]} before the first of {measured["failed"]} "
            + $"failures, {measured["ok"]} answered";
    }));
}
