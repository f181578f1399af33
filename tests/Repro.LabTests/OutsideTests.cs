using System.Diagnostics;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>Where the program writes, and where it does not.</summary>
[Trait("Category", "Netns")]
public sealed class OutsideTests
{
    // All that is not the disk of the test's own is read-only, to the kernel: what wrote elsewhere would fail.
    private const string ReadOnlyMachine =
        "mount -t tmpfs tmpfs \"$0\" && mount -o remount,bind,ro / && cd \"$0\" && mkdir home && exec \"$@\"";

    [Fact]
    public async Task A_run_and_its_report_write_nothing_outside_of_their_directory()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Path("disk"));
        var repro = Program.Path;
        var scenario = RepositoryRoot.PathOf("scenarios", "quick.yaml");
        // A run that was disturbed is as good here.
        var script = $"{repro} run {scenario} --case 'none*' --set load.duration=5s --out run; echo run $?; "
            + $"{repro} report run --out report >&2; echo report $?; {repro} run {scenario} --case 'none*' --set load.duration=5s >&2; "
            + "echo default $?; "
            + "find . -mindepth 1 -maxdepth 1 | sort; find home -mindepth 1";
        var start = new ProcessStartInfo(
            "unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", ReadOnlyMachine, scratch.Path("disk"), "sh", "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["HOME"] = scratch.Path("disk/home");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Matches("run [014]\n(.|\n)*report [014]\ndefault [014]\n", output);
        Assert.EndsWith("\n./home\n./report\n./results\n./run\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Read-only", await errors, StringComparison.Ordinal);
    }
}
