using System.Diagnostics;
using System.Text.Json.Nodes;
using Repro.Docker;
using Repro.Labs;
using Repro.Nodes;

namespace Repro.LabTests;

/// <summary>What becomes of labs in containers when a run, or the engine, goes away.</summary>
[Collection(ContainerTests.Collection)]
[Trait("Category", "Docker")]
public sealed class DockerLabTests
{
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ErrorLimit = TimeSpan.FromSeconds(30);

    // How long a phase may take to be reached.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private const string Scenario = """
        load: { rate: 100/s, duration: 4s }
        clients: { count: 2 }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33999 } }
        mitigations: [none]
        """;

    [Theory]
    [InlineData("POST /v1.41/networks/create", 1)]
    [InlineData("/start", 4)]
    [InlineData("/start", 9)]
    public async Task After_a_kill_nothing_is_left_in_the_engine(string call, int number)
    {
        using var engine = await Requirement.DockerAsync();
        using var scratch = new Scratch();
        using var relay = new EngineRelay(Requirement.EngineSocket, scratch.Root);
        using var reached = new ManualResetEventSlim();
        relay.At(call, number, reached.Set);
        using var program = Program.Start(
            ["run", scratch.Write("scenario.yaml", Scenario), "--lab", "docker", "--out", scratch.Path("run")], engine: relay.Address);
        Assert.True(reached.Wait(Patience), "the moment did not come");
        program.Process.Kill();
        await AssertNothingIsLeftAsync(KillLimit);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), $"*-{program.Process.Id}-*"));
        var (exitCode, output, _) = await Program.RunAsync("lab", "prune");
        Assert.Equal((0, "Nothing is left of earlier runs."), (exitCode, output.Trim()));
    }

    /// <summary>An engine that ends (cut), and one that is stopped (hung), in each phase of a run, by the call that begins the phase.</summary>
    public static TheoryData<string, int, bool> Phases => new()
    {
        { "GET /version", 1, true },
        { "GET /v1.41/containers/json", 1, false },
        { "GET /v1.41/images/", 1, true },
        { "POST /v1.41/networks/create", 1, false },
        { "POST /v1.41/networks/create", 1, true },
        { "/start", 1, true },
        { "POST /v1.41/networks/create", 2, true },
        { "/start", 3, false },
        { "/start", 9, true },
        { $"{Node.PrefillCommand}\n", 1, true },
        { $"{Node.StopCommand}\n", 1, true },
        { "DELETE /v1.41/networks/", 2, false },
        { "DELETE /v1.41/networks/", 3, true },
    };

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task An_engine_that_goes_away_is_a_clear_error_and_orphans_nothing(string call, int number, bool hangs)
    {
        using var engine = await Requirement.DockerAsync();
        using var scratch = new Scratch();
        using var relay = new EngineRelay(Requirement.EngineSocket, scratch.Root);
        using var gone = new ManualResetEventSlim();
        relay.At(call, number, () =>
        {
            if (hangs)
            {
                relay.Hang();
            }
            else
            {
                relay.Cut();
            }

            gone.Set();
        });
        using var program = Program.Start(
            ["run", scratch.Write("scenario.yaml", Scenario), "--lab", "docker", "--out", scratch.Path("run")], engine: relay.Address);
        Assert.True(gone.Wait(Patience), "the phase was not reached");
        var (exitCode, _, errors) = await program.EndAsync(ErrorLimit);
        // Once all cases are recorded nothing is wrong with the run but that it can't clear up itself.
        Assert.True(exitCode is 3 or 4 || (exitCode == 0 && File.Exists(scratch.Path("run/cases/none@100/end.json"))), $"exit code {exitCode}: {errors}");
        if (exitCode == 3)
        {
            Assert.Contains(relay.Address, errors, StringComparison.Ordinal);
        }

        if (Directory.Exists(scratch.Path("run")))
        {
            var (read, _, problem) = await Program.RunAsync("report", scratch.Path("run"), "--out", scratch.Path("again"));
            Assert.True(read is 0 or 4, $"exit code {read}: {problem}");
        }

        relay.Resume();
        await AssertNothingIsLeftAsync(ErrorLimit);
    }

    [Fact]
    public async Task Leftovers_of_a_dead_run_are_pruned_and_a_living_run_is_left_alone()
    {
        using var engine = await Requirement.DockerAsync();
        var living = await NetworkAsync(engine, "living", RunOwner.Current, 198);
        var dead = await NetworkAsync(engine, "dead", RunOwner.Current with { Started = 1 }, 199);
        try
        {
            var (exitCode, output, errors) = await Program.RunAsync("lab", "prune", "--json");
            Assert.True(exitCode == 0, errors);
            var removed = JsonNode.Parse(output)!["removed"]!.AsArray();
            Assert.Equal("dead", (string?)Assert.Single(removed)!["run"]);
            var left = (await engine.Networks.ListAsync([DockerLabels.Run], CancellationToken.None)).Select(network => network.Id).ToList();
            Assert.Contains(living, left);
            Assert.DoesNotContain(dead, left);
        }
        finally
        {
            await engine.Networks.RemoveAsync(living, CancellationToken.None);
            await engine.Networks.RemoveAsync(dead, CancellationToken.None);
        }
    }

    [Fact]
    public async Task An_engine_that_is_not_there_is_one_clear_message()
    {
        using var scratch = new Scratch();
        using var program = Program.Start(
            ["run", scratch.Write("scenario.yaml", Scenario), "--lab", "docker", "--out", scratch.Path("run")], engine: "unix:///nowhere/docker.sock");
        var (exitCode, output, errors) = await program.EndAsync(ErrorLimit);
        Assert.Equal(3, exitCode);
        Assert.Empty(output);
        Assert.Contains("unix:///nowhere/docker.sock", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Path("run")));
    }

    private static Task<string> NetworkAsync(Engine engine, string run, RunOwner owner, int third) => engine.Networks.CreateAsync(
        $"repro-test-{run}",
        $"198.19.{third}.0/24",
        new Dictionary<string, string> { [DockerLabels.Run] = run, [DockerLabels.Owner] = owner.ToString() },
        CancellationToken.None);

    /// <summary>Fails where something of a run is still in the engine after a while.</summary>
    internal static async Task AssertNothingIsLeftAsync(TimeSpan limit)
    {
        using var engine = await Engine.ConnectAsync(CancellationToken.None);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var containers = await engine.Containers.ListAsync([DockerLabels.Run], CancellationToken.None);
            var networks = await engine.Networks.ListAsync([DockerLabels.Run], CancellationToken.None);
            var reapers = Program.Running().Count(arguments => arguments.Contains("reap"));
            if (containers.Count + networks.Count == 0 && (reapers == 0 || limit == TimeSpan.Zero))
            {
                return;
            }

            Assert.True(Stopwatch.GetElapsedTime(begun) < limit, $"{containers.Count} containers, {networks.Count} networks, {reapers} processes are left");
            await timer.WaitForNextTickAsync();
        }
    }
}
