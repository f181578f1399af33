using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Repro.Nodes;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>Hosts that are stopped for a while in the middle of a load.</summary>
[Trait("Category", "Netns")]
public sealed class StandstillTests
{
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(1.9);
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(31);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [Trait("Fault", "A1")]
    [InlineData("proxy")]
    [InlineData("client-2")]
    [InlineData("backend-1")]
    public async Task A_host_that_is_stopped_for_two_seconds_before_the_first_failure_makes_its_case_invalid_and_is_named(string host)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Start(scratch, "none*", "--set", "load.duration=22s");
        await StopAsync(program, CaseFile(scratch, "none@500"), host, timeWait: 1300, Standstill);

        var (exitCode, output, errors) = await program.EndAsync();
        Assert.True(exitCode == 4, $"exit code {exitCode}: {output} {errors}");
        var reasons = Case(output)["invalidReasons"]!.AsArray().Select(reason => (string)reason!);
        Assert.Contains(reasons, reason => reason.Split(" stood still for up to ") is [var hosts, _] && hosts.Split(", ").Contains(host));
    }

    [Fact]
    [Trait("Fault", "A2")]
    public async Task A_stall_of_31_ms_just_below_the_threshold_of_reuse_is_borderline_whichever_way_it_went()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        // 500 ports that may be taken over after a second, nearly: 97 % of what they carry.
        using var program = Start(scratch, "tw-reuse*", "--set", "proxy.sysctls.net.ipv4.ip_local_port_range=32768 33017", "--set", "load.rate=485/s");
        await StopAsync(program, CaseFile(scratch, "tw-reuse@485"), "proxy", timeWait: 450, Stall);

        var (exitCode, output, errors) = await program.EndAsync();
        Assert.True(exitCode is 0 or 1, $"exit code {exitCode}: {output} {errors}");
        Assert.Equal((true, "borderline"), ((bool)Case(output)["valid"]!, (string?)Case(output)["verdict"]));
        Assert.Matches("^it needs .* of the 500 ports of proxy→backends at once, as requests were held up for [0-9]+ ms: ", (string?)Case(output)["borderline"]);
    }

    private static Program Start(Scratch scratch, string cases, params string[] more) =>
        Program.Start(["run", RepositoryRoot.PathOf("scenarios", "quick.yaml"), "--case", cases, .. more, "--out", scratch.Path("run"), "--json"]);

    private static string CaseFile(Scratch scratch, string id) => scratch.Path(Path.Combine("run", "cases", id, "case.json"));

    private static JsonNode Case(string output) => JsonNode.Parse(output)!["cases"]![0]!;

    // Once the proxy has had so many ports in TIME_WAIT.
    private static async Task StopAsync(Program program, string file, string host, int timeWait, TimeSpan time)
    {
        await UntilAsync(
            () => File.Exists(file) && Node(program, file, host) is { } && Node(program, file, "proxy") is { } proxy && TimeWait(proxy) > timeWait);
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
