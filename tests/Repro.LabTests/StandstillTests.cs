using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>Hosts that are stopped for a while in the middle of a load.</summary>
[Trait("Category", "Netns")]
[Trait("Fault", "A1")]
public sealed class StandstillTests
{
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(1.9);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("proxy")]
    [InlineData("client-2")]
    [InlineData("backend-1")]
    public async Task A_host_that_is_stopped_for_two_seconds_before_the_first_failure_makes_its_case_invalid_and_is_named(string host)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Program.Start(
            ["run", RepositoryRoot.PathOf("scenarios", "quick.yaml"), "--case", "none*", "--set", "load.duration=22s", "--out", scratch.Path("run"), "--json"]);
        var file = scratch.Path(Path.Combine("run", "cases", "none@500", "case.json"));
        await UntilAsync(() => File.Exists(file) && Node(program, file, host) is { } node && Node(program, file, "proxy") is { } proxy && TimeWait(proxy) > 1300);

        var stopped = Node(program, file, host)!.Value;
        await SignalAsync("-STOP", stopped);
        // As long as the standstill is to be.
        await Task.Delay(Standstill, TimeProvider.System);
        await SignalAsync("-CONT", stopped);

        var (exitCode, output, errors) = await program.EndAsync();
        Assert.True(exitCode == 4, $"exit code {exitCode}: {output} {errors}");
        var reasons = JsonNode.Parse(output)!["cases"]![0]!["invalidReasons"]!.AsArray().Select(reason => (string)reason!);
        Assert.Contains(reasons, reason => reason.StartsWith($"{host} stood still for up to ", StringComparison.Ordinal));
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
            var address = (string)JsonNode.Parse(File.ReadAllText(caseFile))!["hosts"]!.AsArray().Single(one => (string?)one!["name"] == host)!["addresses"]![0]!;
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
