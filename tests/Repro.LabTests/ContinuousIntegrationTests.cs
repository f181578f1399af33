using System.Diagnostics;

namespace Repro.LabTests;

/// <summary>What a job is told of a run that breaks an expectation, and that others can read it.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class ContinuousIntegrationTests
{
    private const string Broken =
        """
        name: broken
        load: { rate: 500/s, duration: 3s }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 32768 33267 } }
        mitigations: [none, tw-reuse]
        expect:
          none:
            verdict: exhausted
            firstFailure: 2s ± 5%
            failed: 0
          tw-reuse: { failed: 0 }
        """;

    private const string Parse =
        """
        import sys
        from junitparser import Error, Failure, JUnitXml, Skipped
        for suite in JUnitXml.fromfile(sys.argv[1]):
            for case in suite:
                print(case.classname, case.name, *[f"{type(one).__name__}: {one.message}" for one in case.result], sep="|")
        """;

    [Fact]
    public async Task A_job_is_told_what_was_expected_what_was_found_and_where()
    {
        await Requirement.NetnsAsync();
        Requirement.JUnitParser();
        using var scratch = new Scratch();
        scratch.Write("broken.yaml", Broken);
        scratch.Write("parse.py", Parse);
        var (exitCode, _, errors) = await RunAsync(
            scratch, Program.Path, "run", "broken.yaml", "--out", "run", "--junit", "junit.xml");

        Assert.True(exitCode == 1, $"exit code {exitCode}: {errors}");
        var annotation = "::error file=broken.yaml,line=9,col=5,title=none@500%3A failed 0::failed: expected 0, found 500";
        Assert.Contains(annotation, errors.Split('\n'));
        Assert.Single(errors.Split('\n'), line => line.StartsWith("::", StringComparison.Ordinal));
        Assert.Contains(
            "| none@500 | failed 0 | not met | failed: expected 0, found 500 | broken.yaml:9:5 |",
            File.ReadAllText(scratch.Path("summary.md")), StringComparison.Ordinal);
        var parsed = (await RunAsync(scratch, Requirement.Python, "parse.py", "junit.xml")).Output.TrimEnd().Split('\n');
        Assert.Equal(
            [
                "none@500|verdict exhausted",
                "none@500|firstFailure 2s ± 5%",
                "none@500|failed 0|Failure: failed: expected 0, found 500",
                "tw-reuse@500|failed 0",
            ],
            parsed);

        // The run has what it was held against, also where the scenario has changed since.
        scratch.Write("broken.yaml", "expect: {}");
        (exitCode, var output, errors) = await RunAsync(scratch, Program.Path, "report", "run");
        Assert.True(exitCode == 1, $"exit code {exitCode}: {errors}");
        Assert.Contains(
            "none was expected to have failed 0, and had 500 (broken.yaml:9:5).", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains(annotation, errors.Split('\n'));
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        Scratch scratch, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = scratch.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["GITHUB_ACTIONS"] = "true";
        start.Environment["GITHUB_WORKSPACE"] = scratch.Root;
        start.Environment["GITHUB_STEP_SUMMARY"] = scratch.Path("summary.md");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, errors);
    }
}
