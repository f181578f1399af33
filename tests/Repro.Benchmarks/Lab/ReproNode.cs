using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Repro.Benchmarks.Lab;

/// <summary>A node of the program as a run starts it, with its sampler: <c>repro node</c>, driven over its standard input.</summary>
internal sealed class ReproNode(Launch launch) : IAsyncDisposable
{
    private const double Patience = 30;

    public Launch Launch => launch;

    public static JsonObject Client(string target, double rate, double seconds) => new()
    {
        ["host"] = "client-1",
        ["samplingPhase"] = 0.3,
        ["client"] = new JsonObject
        {
            ["tuples"] = Tuples(target),
            ["arrivals"] = new JsonObject { ["ratePerSecond"] = rate, ["durationSeconds"] = seconds },
            ["timeoutSeconds"] = 5,
            ["index"] = 0,
            ["clients"] = 1,
        },
    };

    public static JsonObject Backend(string listen) => new()
    {
        ["host"] = "backend-1",
        ["samplingPhase"] = 0.3,
        ["backend"] = new JsonObject { ["listen"] = new JsonArray(listen), ["responseBytes"] = 64 },
    };

    public static JsonObject Proxy(string listen, string target, IEnumerable<int> prefill) => new()
    {
        ["host"] = "proxy",
        ["samplingPhase"] = 0.3,
        ["proxy"] = new JsonObject
        {
            ["listen"] = listen,
            ["tuples"] = Tuples(target),
            ["timeoutSeconds"] = 5,
        },
        ["prefill"] = new JsonArray([.. prefill.Select(port => JsonValue.Create(port))]),
    };

    /// <summary>Starts one, and waits until it is ready.</summary>
    public static async Task<ReproNode> StartAsync(Network network, int host, int? processor, string program, JsonObject spec)
    {
        var node = new ReproNode(network.Start(host, processor, program, "node", spec["host"]!.ToString()));
        node.Launch.WriteLine(spec.ToJsonString());
        await node.AwaitAsync("ready");
        return node;
    }

    /// <summary>The next line that has a member of this name.</summary>
    public async Task<JsonNode> AwaitAsync(string member, double limitSeconds = Patience) =>
        JsonNode.Parse(
            await launch.AwaitLineAsync(line => line.StartsWith($"{{\"{member}\":", StringComparison.Ordinal), limitSeconds))![member]!;

    /// <summary>Tells it to begin in a moment.</summary>
    public void Begin() =>
        launch.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start {Stopwatch.GetTimestamp() + 100_000_000}"));

    private static JsonArray Tuples(string target) => new(new JsonObject { ["source"] = null, ["target"] = target });

    public ValueTask DisposeAsync() => launch.DisposeAsync();
}
