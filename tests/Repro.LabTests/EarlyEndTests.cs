using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Repro.LabTests;

/// <summary>What dies, or is told to end, ends its case or its run at once, and no other.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
[Trait("Fault", "C7")]
public sealed class EarlyEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private const string Scenario = """
        load: { rate: 50/s, duration: 40s }
        clients: { count: 1 }
        backends: { count: 1 }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33999 } }
        mitigations: [none]
        """;

    [Theory]
    [InlineData("proxy", "proxy")]
    [InlineData("backend", "backend-1")]
    [InlineData("client", "client-1")]
    public async Task A_role_that_dies_ends_its_case_at_once_and_the_reason_names_it(string role, string host)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Start(scratch);
        await UntilAsync(program, () => HasSamples(scratch, "none@50"));
        var begun = Stopwatch.GetTimestamp();
        Kill(NodeOf(program, role), "-KILL");

        // The load has over half a minute to go.
        var (exitCode, _, errors) = await program.EndAsync(TimeSpan.FromSeconds(25));
        Assert.True(exitCode == 4, $"exit code {exitCode}: {errors}");
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(25));
        var reasons = (await SummaryAsync(scratch))["cases"]![0]!["invalidReasons"]!.ToJsonString();
        Assert.Contains($"s into the load: {host} was killed (SIGKILL", reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_cases_of_its_wave_go_on()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Start(scratch, "--parallel", "2", "--set", "mitigations=[none, rst-close]", "--set", "load.duration=15s");
        await UntilAsync(program, () => HasSamples(scratch, "none@50") && HasSamples(scratch, "rst-close@50"));
        Kill(NodeOf(program, "backend"), "-KILL");

        var (exitCode, _, errors) = await program.EndAsync();
        Assert.True(exitCode == 4, $"exit code {exitCode}: {errors}");
        var ends = Directory.GetFiles(scratch.Path("run/cases"), "end.json", SearchOption.AllDirectories).Select(file => JsonNode.Parse(File.ReadAllText(file))!["problems"]!.AsArray().Count);
        Assert.Equal([0, 1], ends.Order());
    }

    [Theory]
    [InlineData("-HUP")]
    [InlineData("-TERM")]
    public async Task A_signal_to_end_leaves_the_report_of_what_there_is(string signal)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        // A session of its own, all of which is hung up on, as a terminal's is.
        using var program = Program.Start(["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run")], session: true);
        await UntilAsync(program, () => HasSamples(scratch, "none@50"));
        var tree = ProcessTree.Of(program.Process.Id);
        Kill(-program.Process.Id, signal);

        var (exitCode, output, errors) = await program.EndAsync(Patience);
        Assert.True(exitCode == 130, $"exit code {exitCode}: {errors}");
        Assert.Contains("cut off before its end", output, StringComparison.Ordinal);
        Assert.True(File.Exists(scratch.Path("run/report.html")));
        Assert.True(tree.IsGoneWithin(TimeSpan.FromSeconds(2)), "processes or namespaces are left");
    }

    [Fact]
    public async Task With_nohup_a_hangup_ends_nothing()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Program.Start(
            ["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run"), "--set", "load.duration=3s"], session: true, launcher: "nohup");
        await UntilAsync(program, () => HasSamples(scratch, "none@50"));
        Kill(-program.Process.Id, "-HUP");

        var (exitCode, _, errors) = await program.EndAsync(Patience);
        Assert.True(exitCode is 0 or 4, $"exit code {exitCode}: {errors}");
        Assert.Empty(JsonNode.Parse(await File.ReadAllTextAsync(scratch.Path("run/cases/none@50/end.json")))!["problems"]!.AsArray());
    }

    private static Program Start(Scratch scratch, params string[] more) =>
        Program.Start(["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run"), .. more]);

    private static bool HasSamples(Scratch scratch, string id) => new FileInfo(scratch.Path($"run/cases/{id}/sockets.ndjson")) is { Exists: true, Length: > 0 };

    private static async Task<JsonNode> SummaryAsync(Scratch scratch) => JsonNode.Parse(await File.ReadAllTextAsync(scratch.Path("run/summary.json")))!;

    private static int NodeOf(Program program, string role) => ProcessTree.Of(program.Process.Id).Ids
        .First(id => File.ReadAllText($"/proc/{id}/cmdline").TrimEnd('\0').Split('\0') is [.., "node", var own] && own == role);

    private static void Kill(int id, string signal)
    {
        using var kill = Process.Start("kill", [signal, "--", id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task UntilAsync(Program program, Func<bool> reached)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var begun = Stopwatch.GetTimestamp();
        while (!reached())
        {
            Assert.False(program.Process.HasExited, "the run ended by itself");
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, "it was not reached");
            await timer.WaitForNextTickAsync();
        }
    }
}
