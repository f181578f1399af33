namespace Repro.LabTests;

/// <summary>
/// An engine that goes away in each phase of a run, by the call that begins the phase, is a clear error and orphans nothing.
/// </summary>
public abstract class EngineLoss
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // How long a phase may take to be reached.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private protected static async Task RunAsync(string call, int number, Action<EngineRelay> goAway)
    {
        using var engine = await Requirement.DockerAsync();
        using var scratch = new Scratch();
        using var relay = new EngineRelay(Requirement.EngineSocket, scratch.Root);
        using var gone = new ManualResetEventSlim();
        relay.At(call, number, () =>
        {
            goAway(relay);
            gone.Set();
        });
        using var program = Program.Start(
            ["run", scratch.Write("scenario.yaml", ContainerTests.Scenario), "--lab", "docker", "--out", scratch.Path("run")],
            engine: relay.Address);
        Assert.True(gone.Wait(Patience), "the phase was not reached");
        var (exitCode, _, errors) = await program.EndAsync(Limit);
        // Once all cases are recorded nothing is wrong with the run but that it can't clear up itself.
        Assert.True(
            exitCode is 3 or 4 || (exitCode == 0 && File.Exists(scratch.Path("run/cases/none@100/end.json"))),
            $"exit code {exitCode}: {errors}");
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
        await EngineLeftovers.AssertNoneAsync(Limit, program.Process.Id, relay.Address);
    }
}
