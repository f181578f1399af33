using System.Net;
using System.Net.Sockets;

namespace Repro.LabTests;

/// <summary>Nodes that nobody starts but a person, or a compose file.</summary>
public sealed class StandaloneNodeTests
{
    [Fact]
    public async Task Each_waits_for_the_one_that_it_asks_and_says_what_it_did()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the nodes are Linux's");
        var (proxyPlace, backendPlace) = Places();
        using var client = Program.Start(
            ["lab", "client", "--target", proxyPlace, "--set", "load.rate=20/s", "--set", "load.duration=500ms"]);
        using var proxy = Program.Start(["lab", "proxy", "--listen", proxyPlace, "--target", backendPlace]);
        using var backend = Program.Start(["lab", "backend", "--listen", backendPlace]);

        var (exitCode, output, errors) = await client.EndAsync();
        Assert.True(exitCode == 0, errors);
        Assert.Contains("in all:     10 requests,     10 answered,      0 failed\n", output, StringComparison.Ordinal);

        await EndAsync(proxy);
        await EndAsync(backend);
        Assert.Contains(
            $"listening on {proxyPlace}, passing on to {backendPlace}\n", (await proxy.EndAsync()).Output, StringComparison.Ordinal);
        Assert.Contains(
            "in all:     10 requests,     10 answered,      0 failed\n", (await proxy.EndAsync()).Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), ((await proxy.EndAsync()).ExitCode, (await backend.EndAsync()).ExitCode));
    }

    [Fact]
    public async Task A_place_that_is_taken_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the nodes are Linux's");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (exitCode, _, errors) = await Program.RunAsync("lab", "backend", "--listen", $"{taken.LocalEndpoint}");
        Assert.Equal(2, exitCode);
        Assert.Contains($"listening on {taken.LocalEndpoint} failed: EADDRINUSE", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_named()
    {
        var (exitCode, _, errors) = await Program.RunAsync("lab", "backend", "--listen", "127.0.0.1:1", "--set", "backends.dely=1s");
        Assert.Equal(2, exitCode);
        Assert.Contains("did you mean 'delay'?", errors, StringComparison.Ordinal);
    }

    private static async Task EndAsync(Program program)
    {
        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{program.Process.Id}"]);
        await kill.WaitForExitAsync();
    }

    // Two ports that are free now, both held until both are known.
    private static (string Proxy, string Backend) Places()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return ($"{first.LocalEndpoint}", $"{second.LocalEndpoint}");
    }
}
