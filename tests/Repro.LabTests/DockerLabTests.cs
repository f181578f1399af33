namespace Repro.LabTests;

/// <summary>What becomes of labs in containers when a run, or the engine, goes away.</summary>
[Collection(ContainerTests.Collection)]
[Trait("Category", "Docker")]
public sealed class DockerLabTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    // How long a moment may take to be reached.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

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
            ["run", scratch.Write("scenario.yaml", ContainerTests.Scenario), "--lab", "docker", "--out", scratch.Path("run")],
            engine: relay.Address);
        Assert.True(reached.Wait(Patience), "the moment did not come");
        program.Process.Kill();
        await EngineLeftovers.AssertNoneAsync(Limit, program.Process.Id, relay.Address);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), $"*-{program.Process.Id}-*"));
    }

    [Fact]
    public async Task An_engine_that_is_not_there_is_one_clear_message()
    {
        using var scratch = new Scratch();
        using var program = Program.Start(
            ["run", scratch.Write("scenario.yaml", ContainerTests.Scenario), "--lab", "docker", "--out", scratch.Path("run")],
            engine: "unix:///nowhere/docker.sock");
        var (exitCode, output, errors) = await program.EndAsync(Limit);
        Assert.Equal(3, exitCode);
        Assert.Empty(output);
        Assert.Contains("unix:///nowhere/docker.sock", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Path("run")));
    }
}
