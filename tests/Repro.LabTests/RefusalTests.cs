namespace Repro.LabTests;

/// <summary>What can't work is one clear message, with what to do about it, and the right exit code.</summary>
[Trait("Category", "Netns")]
public sealed class RefusalTests
{
    private const string Scenario = "load: { rate: 10/s, duration: 1s }";

    [Fact]
    public async Task A_wrong_scenario_shows_every_error_with_its_place()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("wrong.yaml", "load:\n  rat: 5/s\n  duration: 5x\nmitigations: [tw-resue]\n");
        var (exitCode, output, errors) = await Program.RunAsync("run", file, "--out", scratch.Path("run"));
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Equal(3, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"{file}:2:3: unknown key 'rat'; did you mean 'rate'?", errors, StringComparison.Ordinal);
        Assert.Contains($"{file}:3:13: ", errors, StringComparison.Ordinal);
        Assert.Contains($"{file}:4:15: unknown mitigation 'tw-resue'; did you mean 'tw-reuse'?", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Path("run")));
    }

    [Theory]
    [InlineData("ip", "iproute2")]
    [InlineData("unshare", "util-linux")]
    public async Task A_missing_tool_is_named_with_its_package(string tool, string package)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the lab is Linux's");
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Path("bin"));
        foreach (var present in new[] { "ip", "unshare", "nsenter", "mount", "sh" }.Where(name => name != tool))
        {
            scratch.Write($"bin/{present}", "");
        }

        var (exitCode, errors) = await RunWithPathAsync(scratch, scratch.Path("bin"));
        Assert.Equal(3, exitCode);
        Assert.Contains($"Not found on the PATH: {tool}.", errors, StringComparison.Ordinal);
        Assert.Contains(package, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Path("run")));
    }

    [Fact]
    public async Task Forbidden_namespaces_are_explained_with_the_kernels_own_words()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the lab is Linux's");
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Path("bin"));
        var unshare = scratch.Write("bin/unshare", "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n");
        File.SetUnixFileMode(unshare, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (exitCode, errors) = await RunWithPathAsync(scratch, $"{scratch.Path("bin")}:{Environment.GetEnvironmentVariable("PATH")}");
        Assert.Equal(3, exitCode);
        Assert.Contains("unshare failed: Operation not permitted", errors, StringComparison.Ordinal);
        Assert.Contains("root", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Path("run")));
    }

    [Theory]
    [Trait("Fault", "C11")]
    [InlineData(null)]
    [InlineData("/nowhere")]
    public async Task Want_of_namespaces_is_not_blamed_on_containers_wherever_temporary_files_go(string? temporary)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the lab is Linux's");
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Path("bin"));
        var unshare = scratch.Write("bin/unshare", "#!/bin/sh\necho 'unshare: unshare failed: No space left on device' >&2\nexit 1\n");
        File.SetUnixFileMode(unshare, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var program = Program.Start(
            ["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run")],
            $"{scratch.Path("bin")}:{Environment.GetEnvironmentVariable("PATH")}",
            temporary: temporary);
        var (exitCode, _, errors) = await program.EndAsync();
        Assert.Equal(3, exitCode);
        Assert.Contains("This is the kernel's limit of namespaces, not a disk", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("container may forbid", errors, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Fault", "D6")]
    [InlineData("30")]
    [InlineData("64")]
    public async Task Of_too_few_open_files_every_verb_says_so(string most)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the limit is Linux's");
        using var scratch = new Scratch();
        using var shell = new System.Diagnostics.Process
        {
            StartInfo =
                new("sh", ["-c", $"ulimit -n {most}; exec \"$0\" plan \"$1\"", Program.Path, scratch.Write("scenario.yaml", Scenario)])
                {
                    UseShellExecute = false,
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                },
        };
        shell.Start();
        var errors = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, shell.ExitCode);
        Assert.StartsWith(
            $"error: A process may have {most} open files here, and Repro takes 256 at the least.\nRaise the limit (ulimit -Hn; ",
            errors,
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C11")]
    public async Task What_no_host_can_be_given_is_refused_before_a_lab_is_brought_up_for_it()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var file = scratch.Write(
            "scenario.yaml",
            Scenario + "\nproxy:\n  sysctls:\n    net.core.rmem_max: 5\n    net.ipv4.tcp_mem: 1 2 3\n    net.ipv4.tcp_rmem: 1 2\n    "
                + "net.ipv4.no_such_sysctl: 1\n");
        foreach (var verb in new[] { "run", "validate" })
        {
            var (exitCode, output, errors) = await Program.RunAsync(verb, file);
            Assert.Equal(2, exitCode);
            foreach (var place in new[]
            {
                "4:5: net.core.rmem_max: is the whole machine's",
                "5:5: net.ipv4.tcp_mem: is the whole",
                "6:5: net.ipv4.tcp_rmem: the kernel does not take '1 2'",
                "7:5: net.ipv4.no_such_sysctl: is not in this kernel",
            })
            {
                Assert.Contains($"{file}:{place}", output + errors, StringComparison.Ordinal);
            }
        }

        var (planned, _, warnings) = await Program.RunAsync("plan", file);
        Assert.Equal(0, planned);
        Assert.Contains("4:5: warning: net.core.rmem_max", warnings, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C11")]
    public async Task A_range_below_1024_is_one_where_unprivileged_ports_begin_below_it()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var file = scratch.Write(
            "scenario.yaml",
            Scenario + "\nproxy: { sysctls: { net.ipv4.ip_local_port_range: 500 519, net.ipv4.ip_unprivileged_port_start: 500 } }");
        var (exitCode, output, errors) = await Program.RunAsync("validate", file);
        Assert.Equal((0, "", "1 scenario, no mistake\n"), (exitCode, output, errors));
    }

    [Fact]
    public async Task Clients_addresses_are_refused_in_containers_before_anything_is_made()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("scenario.yaml", Scenario + "\nmitigations: [none, client-addresses]");
        var (exitCode, output, errors) = await Program.RunAsync("run", file, "--lab", "docker", "--out", scratch.Path("run"));
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains(
            "proxy.transparent takes routes, which containers are not given: client-addresses@10.", errors, StringComparison.Ordinal);
        Assert.Contains("--lab netns", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Path("run")));
    }

    [Fact]
    public async Task A_proxy_that_does_not_run_is_named_before_anything_is_made()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var (exitCode, errors) = await RunWithProxyAsync(scratch, "#!/bin/sh\necho 'it is broken' >&2\nexit 1\n");
        Assert.Equal(3, exitCode);
        Assert.Contains($"{scratch.Path("bin/nginx")} -v failed (exit code 1): it is broken", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Path("run")));
    }

    [Fact]
    public async Task A_proxy_that_ends_early_fails_its_case_with_its_own_words()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var (exitCode, _) = await RunWithProxyAsync(
            scratch, "#!/bin/sh\nif [ $1 = -v ]; then echo 'nginx version: nginx/9.9.9' >&2\nelse echo 'nginx: [emerg] not today' >&2; "
                + "exit 7; fi\n");
        Assert.Equal(4, exitCode);
        var summary = await File.ReadAllTextAsync(scratch.Path("run/summary.json"));
        Assert.Contains("nginx ended with exit code 7: nginx: [emerg] not today", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_results_directory_that_cannot_be_written_is_named()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var (exitCode, _, errors) = await Program.RunAsync("run", scratch.Write("scenario.yaml", Scenario), "--out", "/proc/repro");
        Assert.Equal(2, exitCode);
        Assert.Contains("/proc/repro can't be written", errors, StringComparison.Ordinal);
        Assert.Contains("--out", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_results_directory_of_somebody_else_is_named()
    {
        await Requirement.NetnsAsync();
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may write everywhere");
        // One of the folders that are root's on every machine, and empty on most.
        var folder = Array.Find(
            ["/srv", "/mnt", "/media", "/opt"], path => Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any());
        Assert.SkipWhen(folder is null, "no empty folder of root's is here");
        using var scratch = new Scratch();
        var (exitCode, _, errors) = await Program.RunAsync("run", scratch.Write("scenario.yaml", Scenario), "--out", folder!);
        Assert.Equal(2, exitCode);
        Assert.Contains("can't be written", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_results_directory_with_something_in_it_is_left_alone()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch.Path("run"));
        scratch.Write("run/run.json", "precious");
        var (exitCode, _, errors) = await Program.RunAsync("run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run"));
        Assert.Equal(2, exitCode);
        Assert.Contains("is not empty", errors, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(scratch.Path("run/run.json")));
    }

    private static async Task<(int ExitCode, string Errors)> RunWithProxyAsync(Scratch scratch, string nginx)
    {
        Directory.CreateDirectory(scratch.Path("bin"));
        File.SetUnixFileMode(scratch.Write("bin/nginx", nginx), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return await RunWithPathAsync(
            scratch, $"{scratch.Path("bin")}:{Environment.GetEnvironmentVariable("PATH")}", Scenario + "\nproxy: { kind: nginx }");
    }

    private static async Task<(int ExitCode, string Errors)> RunWithPathAsync(Scratch scratch, string path, string scenario = Scenario)
    {
        using var program = Program.Start(["run", scratch.Write("scenario.yaml", scenario), "--out", scratch.Path("run")], path);
        var (exitCode, _, errors) = await program.EndAsync();
        return (exitCode, errors);
    }
}
