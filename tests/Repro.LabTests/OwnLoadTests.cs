using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>scenarios/own-load.yaml as it ships: hey in place of the builtin client.</summary>
public sealed class OwnLoadRun : RecordedScenario
{
    protected override string ScenarioFile(string folder) => RepositoryRoot.PathOf("scenarios", "own-load.yaml");

    protected override Task RequireAsync() => OwnLoadTests.RequireAsync("hey");
}

/// <summary>Programs that open more connections than there are ports and keep them, or that go away.</summary>
public sealed class ForeignLoadsRun : RecordedScenario
{
    protected override string ScenarioFile(string folder)
    {
        var path = Path.Combine(folder, "loads.yaml");
        File.WriteAllText(path, """
            load: { rate: 500/s, duration: 6s, timeout: 30s }
            clients: { count: 2, sysctls: { net.ipv4.ip_local_port_range: 32768 33267 } }
            proxy: { kind: none }
            backends: { count: 1, delay: 20s }
            mitigations:
              - { name: wrk, change: { load: { command: 'wrk -t 1 -c 700 -d {duration} {target}/' } } }
              - { name: hey, change: { load: { command: [hey, -z, '{duration}s', -c, '700', '{target}/'] } } }
              - { name: ab, change: { load: { command: 'ab -q -c 700 -n 100000 -t {duration} {target}/' }, backends: { delay: 2s } } }
              - { name: gone, change: { load: { command: [sh, -c, 'echo no more of {target} >&2; sleep 1000 & exit 3'] } } }
            """);
        return path;
    }

    protected override Task RequireAsync() => OwnLoadTests.RequireAsync("wrk", "hey", "ab");
}

[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class OwnLoadTests(OwnLoadRun run, ForeignLoadsRun loads) : IClassFixture<OwnLoadRun>, IClassFixture<ForeignLoadsRun>
{
    [Fact]
    public async Task It_is_valid_and_as_expected()
    {
        await RequireAsync("hey");
        run.AssertAsExpected();
    }

    [Fact]
    public async Task A_program_that_nobody_can_ask_runs_out_after_as_many_connections_as_the_builtin_client()
    {
        await RequireAsync("hey");
        Assert.Equal(1000, Connections(run.Case("none")));
        Assert.Equal(2000, Connections(run.Case("wider-range")));
        Assert.Equal(1000, Connections(run.Case("builtin-client")));
        Assert.Null(run.Case("none")["measured"]!["failed"]);
        Assert.NotNull(run.Case("builtin-client")["measured"]!["failed"]);
    }

    [Fact]
    public async Task What_it_said_and_how_it_ended_is_kept()
    {
        await RequireAsync("hey");
        var folder = Path.Combine(run.Directory, "cases", "none@250");
        var said = await File.ReadAllTextAsync(Path.Combine(folder, "client-1.output"));
        Assert.Contains("cannot assign requested address", said, StringComparison.Ordinal);
        var ends = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "end.json")))!["commands"]!.AsArray();
        Assert.Equal(["client-1", "client-2"], ends.Select(end => (string?)end!["host"]));
        Assert.All(ends, end => Assert.Equal(0, (int)end!["exitCode"]!));
    }

    [Fact]
    public async Task Connections_that_are_kept_open_run_out_at_exactly_the_ports()
    {
        await RequireAsync("wrk", "hey", "ab");
        Assert.Equal(1000, Connections(loads.Case("wrk")));
        Assert.Equal(1000, Connections(loads.Case("hey")));
    }

    [Fact]
    public async Task One_that_gives_up_at_once_says_itself_why()
    {
        await RequireAsync("wrk", "hey", "ab");
        Assert.InRange(Connections(loads.Case("ab")), 995, 1005);
        var ends = loads.Case("ab")["remarks"]!.AsArray().Select(remark => (string?)remark).ToList();
        Assert.Contains(ends, remark => remark!.Contains("exit code 99", StringComparison.Ordinal)
            && remark.Contains("Cannot assign requested address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_goes_away_is_named_with_its_last_words_and_takes_what_it_started_along()
    {
        await RequireAsync("wrk", "hey", "ab");
        var reason = loads.Case("gone")["invalid"]!.AsArray().First(reason => (string?)reason!["id"] == "load-ended")!;
        Assert.Matches(
            @"^sh of client-1 ended 0\.\d+ s into the load with exit code 3 \(no more of http://[0-9.]+:81\)", (string?)reason["text"]);
    }

    internal static async Task RequireAsync(params string[] programs)
    {
        await Requirement.NetnsAsync();
        foreach (var program in programs)
        {
            Requirement.Check(program, InstalledProgram.PathOf(program) is null ? $"{program} is not installed" : null);
        }
    }

    private static int Connections(JsonNode summary) => (int)summary["measured"]!["connectionsBeforeFirstFailure"]!;
}
