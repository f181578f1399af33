using System.Text.Json.Nodes;

namespace Repro.LabTests;

/// <summary>What the doctor says of a machine is what a run finds there.</summary>
[Trait("Category", "Netns")]
public sealed class DoctorTests
{
    private const string Scenario = "load: { rate: 10/s, duration: 1s }";

    [Fact]
    public async Task Where_the_lab_can_be_had_it_says_so_and_what_the_kernel_has()
    {
        await Requirement.NetnsAsync();
        var (exitCode, output, errors) = await Program.RunAsync("doctor", "--json");

        Assert.True(exitCode == 0, $"exit code {exitCode}: {output} {errors}");
        var parts = Parts(output);
        Assert.All(
            parts.Where(part => (string?)part["group"] is "lab netns"), part => Assert.NotEqual("missing", (string?)part["state"]));
        Assert.Contains(parts, part => (string?)part["name"] == "source NAT");
    }

    [Theory]
    [InlineData("ip")]
    [InlineData("unshare")]
    public async Task Where_a_tool_is_missing_it_says_what_a_run_says(string tool)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the lab is Linux's");
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Path("bin"));
        foreach (var present in new[] { "ip", "unshare", "nsenter", "mount", "sh" }.Where(name => name != tool))
        {
            scratch.Write($"bin/{present}", "");
        }

        await AssertSameAsync(scratch, scratch.Path("bin"), "tools");
    }

    [Fact]
    public async Task Where_namespaces_are_forbidden_it_says_what_a_run_says()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the lab is Linux's");
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Path("bin"));
        var unshare = scratch.Write("bin/unshare", "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n");
        File.SetUnixFileMode(unshare, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await AssertSameAsync(scratch, $"{scratch.Path("bin")}:{Environment.GetEnvironmentVariable("PATH")}", "namespaces");
    }

    private static async Task AssertSameAsync(Scratch scratch, string path, string name)
    {
        var (exitCode, output, _) = await ExaminedAsync(path, "doctor", "--json");
        var (refused, _, errors) = await ExaminedAsync(
            path, "run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run"));
        var part = Parts(output).Single(part => (string?)part["name"] == name);

        Assert.Equal((3, 3, "missing"), (exitCode, refused, (string?)part["state"]));
        Assert.Equal($"error: {part["found"]}\n{part["remedy"]}\n", errors);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> ExaminedAsync(string path, params string[] arguments)
    {
        using var program = Program.Start(arguments, path);
        return await program.EndAsync();
    }

    private static List<JsonNode> Parts(string output) => [.. JsonNode.Parse(output)!["parts"]!.AsArray().Select(part => part!)];
}
