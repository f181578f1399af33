using System.Diagnostics;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>Where there is nowhere to write, the program says so, keeps what it has, and never ends in a stack trace.</summary>
[Trait("Category", "Netns")]
[Trait("Fault", "C3")]
public sealed class OutputTests
{
    private static readonly string Scenario = RepositoryRoot.PathOf("scenarios", "quick.yaml");
    private static readonly string Example = RepositoryRoot.PathOf("results", "example");

    [Theory]
    [InlineData("plan SCENARIO >&-", 2, "Standard output can't be written: it is closed")]
    [InlineData("plan SCENARIO >/dev/full", 2, "Standard output can't be written: No space left on device")]
    [InlineData("report EXAMPLE --out OUT >&-", 2, "Standard output can't be written: it is closed")]
    [InlineData("report EXAMPLE --out OUT --json >/dev/full", 2, "Standard output can't be written: No space left on device")]
    [InlineData("validate /nowhere 2>&-", 2, "")]
    [InlineData("validate /nowhere 2>/dev/full", 2, "")]
    [InlineData("plan SCENARIO >&- 2>&-", 2, "")]
    [InlineData("plan SCENARIO 2>&-", 0, "")]
    [InlineData("plan SCENARIO <&-", 0, "")]
    [InlineData("report EXAMPLE --out ''", 2, "--out takes a directory: '' is none.")]
    public async Task A_stream_that_cannot_be_written_is_an_error_or_left_out(string command, int expected, string words)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no device here is always full");
        using var scratch = new Scratch();
        var (exitCode, errors) = await ShellAsync(command, scratch);

        Assert.True(exitCode == expected, $"exit code {exitCode}: {errors}");
        Assert.Contains(words, errors, StringComparison.Ordinal);
        AssertClean(errors);
        Assert.True(
            !command.StartsWith("report EXAMPLE --out OUT", StringComparison.Ordinal) || File.Exists(scratch.Path("out/report.html")));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(1536)]
    [InlineData(2048)]
    public async Task A_report_on_a_full_disk_says_so_and_keeps_what_was_measured(int kilobytes)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Path("disk"));
        var (exitCode, errors) = await ShellAsync(
            "report EXAMPLE --out DISK/out", scratch, $"mount -t tmpfs -o size={kilobytes}k tmpfs {scratch.Path("disk")} && ");

        Assert.True(exitCode == 2, $"exit code {exitCode}: {errors}");
        Assert.Contains("No space left on device", errors, StringComparison.Ordinal);
        Assert.Contains(
            "Free some room there, or write it elsewhere: repro report RUN --out DIR. What was measured is kept as it is.",
            errors,
            StringComparison.Ordinal);
        AssertClean(errors);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(40)]
    [InlineData(100)]
    public async Task A_run_on_a_full_disk_ends_with_that_as_its_reason(int kilobytes)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Path("disk"));
        var (exitCode, errors) = await ShellAsync(
            "run SCENARIO --case 'none*' --set load.duration=4s --out DISK/run",
            scratch,
            $"mount -t tmpfs -o size={kilobytes}k tmpfs {scratch.Path("disk")} && ");

        Assert.True(exitCode == 2, $"exit code {exitCode}: {errors}");
        Assert.Contains("No space left on device", errors, StringComparison.Ordinal);
        Assert.Contains("Free some room there", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("memory", errors, StringComparison.Ordinal);
        AssertClean(errors);
    }

    [Fact]
    [Trait("Fault", "C6")]
    public async Task What_a_node_cannot_read_as_its_specification_is_bad_input()
    {
        using var scratch = new Scratch();
        var (exitCode, errors) = await ShellAsync("node client", scratch, "echo '{\"host\":' | ");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: a node needs its specification on standard input: ", errors, StringComparison.Ordinal);
        AssertClean(errors);
    }

    [Fact]
    [Trait("Fault", "C6")]
    public async Task What_fails_on_a_thread_of_its_own_is_told_in_words_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the nodes are Linux's");
        using var scratch = new Scratch();
        var (exitCode, errors) = await ShellAsync("node survey >&-", scratch, "echo '{\"host\":\"x\",\"samplingPhase\":0}' | ");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: ", errors, StringComparison.Ordinal);
        AssertClean(errors);
    }

    [Fact]
    [Trait("Fault", "C9")]
    public async Task Escape_sequences_of_a_scenario_never_reach_the_terminal()
    {
        using var scratch = new Scratch();
        var file = scratch.Write(
            "bad.yaml", "question: \"\\e]0;owned\\a?\"\nload: { rate: 10/s, duration: 1s }\nmitigations: [\"\\e[2Jx\"]\n");
        var (_, output, errors) = await Program.RunAsync("plan", file);
        Assert.DoesNotContain('\u001b', output + errors);
        Assert.Contains("␛[2Jx", errors, StringComparison.Ordinal);
        var (_, shown, _) = await Program.RunAsync(
            "plan", scratch.Write("good.yaml", "question: \"\\e]0;owned\\a?\"\nload: { rate: 10/s, duration: 1s }\n"));
        Assert.DoesNotContain('\u001b', shown);
    }

    private static void AssertClean(string errors)
    {
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("has a bug", errors, StringComparison.Ordinal);
    }

    // With a file system of its own, in namespaces of its own where that takes them.
    private static async Task<(int ExitCode, string Errors)> ShellAsync(string command, Scratch scratch, string before = "")
    {
        var script = before + Program.Path + " " + command
            .Replace("SCENARIO", Scenario, StringComparison.Ordinal)
            .Replace("EXAMPLE", Example, StringComparison.Ordinal)
            .Replace("OUT", scratch.Path("out"), StringComparison.Ordinal)
            .Replace("DISK", scratch.Path("disk"), StringComparison.Ordinal);
        var shell = new[] { "sh", "-c", script };
        var start = before.StartsWith("mount", StringComparison.Ordinal)
            ? new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", .. shell])
            : new ProcessStartInfo(shell[0], shell[1..]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }
}
