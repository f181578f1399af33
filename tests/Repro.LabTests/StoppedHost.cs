using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>A host that is stopped for a while in the middle of a load.</summary>
[Trait("Category", "Netns")]
public abstract class StoppedHost
{
    private protected static Program Start(Scratch scratch, string cases, params string[] more) =>
        Program.Start(
            ["run", RepositoryRoot.PathOf("scenarios", "quick.yaml"), "--case", cases, .. more, "--out", scratch.Path("run"), "--json"]);

    private protected static string CaseFile(Scratch scratch, string id) => scratch.Path(Path.Combine("run", "cases", id, "case.json"));

    private protected static JsonNode Case(string output) => JsonNode.Parse(output)!["cases"]![0]!;

    // Once the proxy has had so many ports in TIME_WAIT.
    private protected static async Task StopAsync(Program program, string file, string host, int timeWait, TimeSpan time)
    {
        _ = await LabHost.WithTimeWaitAsync(program, file, "proxy", timeWait);
        var stopped = LabHost.Node(program, file, host)!.Value;
        await SignalAsync("-STOP", stopped);
        // As long as the standstill is to be.
        await Task.Delay(time, TimeProvider.System);
        await SignalAsync("-CONT", stopped);
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
