using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>A host that is stopped for a while in the middle of a load.</summary>
[Trait("Category", "Netns")]
public abstract class StoppedHost
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private protected static Program Start(Scratch scratch, string cases, params string[] more) =>
        Program.Start(
            ["run", RepositoryRoot.PathOf("scenarios", "quick.yaml"), "--case", cases, .. more, "--out", scratch.Path("run"), "--json"]);

    private protected static string CaseFile(Scratch scratch, string id) => scratch.Path(Path.Combine("run", "cases", id, "case.json"));

    private protected static JsonNode Case(string output) => JsonNode.Parse(output)!["cases"]![0]!;

    // Once the proxy has had so many ports in TIME_WAIT.
    private protected static async Task StopAsync(Program program, string file, string host, int timeWait, TimeSpan time)
    {
        await UntilAsync(
            () => File.Exists(file)
                && Node(program, file, host) is { }
                && Node(program, file, "proxy") is { } proxy
                && TimeWait(proxy) > timeWait);
        var stopped = Node(program, file, host)!.Value;
        await SignalAsync("-STOP", stopped);
        // As long as the standstill is to be.
        await Task.Delay(time, TimeProvider.System);
        await SignalAsync("-CONT", stopped);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    // The node that has the host's address in its network namespace.
    private static int? Node(Program program, string caseFile, string host)
    {
        try
        {
            var address = (string)JsonNode.Parse(File.ReadAllText(caseFile))!["hosts"]!.AsArray()
                .Single(one => (string?)one!["name"] == host)!["addresses"]![0]!;
            return ProcessTree.From(program.Process.Id)
                .Where(id => File.ReadAllText($"/proc/{id}/cmdline").Split('\0').Contains("node"))
                .Where(id => IsLocal(File.ReadAllText($"/proc/{id}/net/fib_trie"), address))
                .Select(id => (int?)id)
                .FirstOrDefault();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return null; // not written yet, or gone by now
        }
    }

    private static bool IsLocal(string routes, string address)
    {
        var lines = routes.Split('\n', StringSplitOptions.TrimEntries);
        return lines.Zip(lines.Skip(1)).Any(pair => pair.First == $"|-- {address}" && pair.Second == "/32 host LOCAL");
    }

    private static int TimeWait(int process)
    {
        var words = File.ReadAllText($"/proc/{process}/net/sockstat").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return int.Parse(words[Array.IndexOf(words, "tw") + 1], CultureInfo.InvariantCulture);
    }
}
