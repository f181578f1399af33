using System.Diagnostics;

namespace Repro.LabTests;

/// <summary>However a run ends, nothing of it is left on the machine but its results.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class NoTraceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const string Scenario = """
        load: { rate: 100/s, duration: 60s }
        clients: { count: 2 }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33999 } }
        mitigations: [none]
        """;

    public static TheoryData<string> Moments => ["at once", "with its first child", "while hosts come up", "under load"];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task After_a_kill_nothing_is_left_within_two_seconds(string moment)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var before = HostState.Now();
        using var program = Program.Start(["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run")]);
        await ReachAsync(moment, program, scratch);
        var tree = ProcessTree.Of(program.Process.Id);
        program.Process.Kill();
        Assert.True(tree.IsGoneWithin(Limit), "processes or namespaces are left");
        Assert.Equal(before, HostState.Now());

        // The runtime makes its debugger's sockets before the program's first line: what kills it before that leaves them.
        if (moment != "at once")
        {
            Assert.Empty(Directory.GetFiles(Path.GetTempPath(), $"*-{program.Process.Id}-*"));
        }
    }

    [Fact]
    [Trait("Fault", "C8")]
    public async Task The_runtimes_sockets_go_with_the_programs_first_lines()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the nodes are Linux's");
        // It waits for an address that nobody has (RFC 5737).
        using var program = Program.Start(["lab", "client", "--target", "192.0.2.1:80"]);
        string[] Own() => Directory.GetFiles(Path.GetTempPath(), $"*-{program.Process.Id}-*");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var begun = Stopwatch.GetTimestamp();
        // Loaded once the program's own code runs.
        while (!File.ReadAllText($"/proc/{program.Process.Id}/maps").Contains("System.CommandLine.dll", StringComparison.Ordinal)
            || Own().Length > 0)
        {
            Assert.False(program.Process.HasExited, "it ended by itself");
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"these are left: {string.Join(", ", Own())}");
            await timer.WaitForNextTickAsync();
        }

        program.Process.Kill();
        await program.Process.WaitForExitAsync();
        Assert.Empty(Own());
    }

    [Fact]
    public async Task A_sandbox_that_is_killed_is_no_result_but_an_error()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Program.Start(["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run")]);
        await ReachAsync("under load", program, scratch);
        var tree = ProcessTree.Of(program.Process.Id);
        using var first = Process.GetProcessById(tree.FirstOfSandbox);
        first.Kill();
        var (exitCode, _, errors) = await program.EndAsync();
        Assert.Equal(3, exitCode);
        Assert.Contains("The sandbox ended before the run did", errors, StringComparison.Ordinal);
        Assert.True(tree.IsGoneWithin(Limit), "processes or namespaces are left");
    }

    [Fact]
    public async Task An_interrupted_run_reports_what_it_has_and_exits_with_130()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var before = HostState.Now();
        using var program = Program.Start(["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run")]);
        await ReachAsync("under load", program, scratch);
        var tree = ProcessTree.Of(program.Process.Id);
        using (var kill = Process.Start("kill", ["-INT", $"{program.Process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        var (exitCode, output, errors) = await program.EndAsync();
        Assert.True(exitCode == 130, $"exit code {exitCode}: {errors}");
        Assert.Contains("cut off before its end", output, StringComparison.Ordinal);
        Assert.True(File.Exists(scratch.Path("run/report.html")));
        Assert.True(tree.IsGoneWithin(Limit), "processes or namespaces are left");
        Assert.Equal(before, HostState.Now());
    }

    private static async Task ReachAsync(string moment, Program program, Scratch scratch)
    {
        var load = scratch.Path("run/cases/none@100/load.ndjson");
        Func<bool> reached = moment switch
        {
            "at once" => () => true,
            "with its first child" => () => ProcessTree.Of(program.Process.Id).Count > 1,
            "while hosts come up" => () => Directory.Exists(scratch.Path("run")),
            _ => () => ProcessTree.Of(program.Process.Id).Count > 7 && File.Exists(load) && SampleCount(scratch) > 0,
        };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var begun = Stopwatch.GetTimestamp();
        while (!reached())
        {
            Assert.False(program.Process.HasExited, "the run ended by itself");
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"'{moment}' was not reached");
            await timer.WaitForNextTickAsync();
        }
    }

    private static long SampleCount(Scratch scratch)
    {
        var sockets = new FileInfo(scratch.Path("run/cases/none@100/sockets.ndjson"));
        return sockets.Exists ? sockets.Length : 0;
    }
}
