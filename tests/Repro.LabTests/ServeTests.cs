using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Repro.LabTests;

/// <summary><c>repro run --serve</c>: the run in a browser, while it runs.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Netns")]
public sealed class ServeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly HttpClient Browser = new() { Timeout = TimeSpan.FromSeconds(5) };

    // 20 ports, used up after half a second.
    private const string Scenario = """
        load: { rate: 40/s, duration: 3s }
        clients: { count: 1 }
        backends: { count: 1 }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33019 } }
        mitigations: [none]
        expect: { none: exhausted }
        """;

    [Fact]
    public async Task A_run_is_served_from_its_first_case_to_its_findings_and_then_no_more()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var address = FreeAddress();
        using var program = Start(scratch, address);

        Assert.Contains(
            "<table", await UntilAsync(program, () => Browser.GetStringAsync(address), page => page.Length > 0), StringComparison.Ordinal);
        var running = await UntilAsync(program, () => StateAsync(address), state => (string?)Case(state)?["phase"] == "Running");
        Assert.Equal(20, (int)Case(running)!["capacityPorts"]!);
        var failing = await UntilAsync(program, () => StateAsync(address), state => Case(state)?["firstFailureSeconds"] is not null);
        Assert.InRange((double)Case(failing)!["firstFailureSeconds"]!, 0.4, 0.7);
        var ended = await UntilAsync(program, () => StateAsync(address), state => state?["end"] is not null);
        Assert.Equal(scratch.Path("run/report.html"), (string?)ended!["end"]!["report"]);
        Assert.Equal("exhausted", (string?)ended["end"]!["findings"]![0]!["verdict"]);

        var (exitCode, _, errors) = await program.EndAsync();
        Assert.True(exitCode == 0, errors);
        Assert.Contains($"live view: {address}", errors, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => Browser.GetStringAsync(address));
    }

    [Fact]
    public async Task An_interrupted_run_ends_though_a_browser_holds_on()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var address = FreeAddress();
        using var program = Start(scratch, address, "--set", "load.duration=60s");
        await UntilAsync(program, () => StateAsync(address), state => (string?)Case(state)?["phase"] == "Running");
        var tree = ProcessTree.Of(program.Process.Id);
        using var holding = new TcpClient();
        await holding.ConnectAsync(IPAddress.Loopback, new Uri(address).Port);
        await holding.GetStream().WriteAsync("GET /progress.json HTTP/1.1\r\n"u8.ToArray());

        using (var kill = Process.Start("kill", ["-INT", $"{program.Process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        var ended = await UntilAsync(program, () => StateAsync(address), state => state?["end"] is not null);
        Assert.Equal("it was interrupted", (string?)ended!["end"]!["problem"]);
        var (exitCode, _, errors) = await program.EndAsync(Patience);
        Assert.True(exitCode == 130, $"exit code {exitCode}: {errors}");
        Assert.True(tree.IsGoneWithin(TimeSpan.FromSeconds(2)), "processes or namespaces are left");
    }

    [Fact]
    public async Task A_sandbox_that_is_killed_ends_the_server_too()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        var address = FreeAddress();
        using var program = Start(scratch, address, "--set", "load.duration=60s");
        await UntilAsync(program, () => StateAsync(address), state => (string?)Case(state)?["phase"] == "Running");
        using var first = Process.GetProcessById(ProcessTree.Of(program.Process.Id).FirstOfSandbox);
        first.Kill();
        var (exitCode, _, errors) = await program.EndAsync(Patience);
        Assert.Equal(3, exitCode);
        Assert.Contains("The sandbox ended before the run did", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_refused_before_anything_is_made()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;
        using var scratch = new Scratch();
        using var program = Start(scratch, $"http://127.0.0.1:{port}/");
        var (exitCode, output, errors) = await program.EndAsync();
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains($"Port {port} of 127.0.0.1 can't be had", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Path("run")));
    }

    private static Program Start(Scratch scratch, string address, params string[] more) => Program.Start(
        ["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path(
            "run"), "--serve-port", $"{new Uri(address).Port}", .. more]);

    private static string FreeAddress()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
    }

    private static async Task<JsonNode?> StateAsync(string address) =>
        await Browser.GetStringAsync(address + "progress.json") is { Length: > 0 } text ? JsonNode.Parse(text) : null;

    // None before the machine has been measured.
    private static JsonNode? Case(JsonNode? state) => state?["cases"]!.AsArray().FirstOrDefault();

    private static async Task<T> UntilAsync<T>(Program program, Func<Task<T>> ask, Func<T, bool> isReached)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if (await ask() is var answer && isReached(answer))
                {
                    return answer;
                }
            }
            catch (HttpRequestException) when (!program.Process.HasExited)
            {
                // It does not listen yet.
            }

            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, "it was not reached");
            await timer.WaitForNextTickAsync();
        }
    }
}
