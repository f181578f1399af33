using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace Repro.LabTests;

/// <summary>A scenario that was run once, for the tests of a class to look at.</summary>
public abstract class RecordedScenario : IAsyncLifetime
{
    private readonly Scratch scratch = new();

    internal int ExitCode { get; private set; }

    internal string Errors { get; private set; } = "";

    internal string Directory => scratch.Path("run");

    internal JsonNode Summary { get; private set; } = new JsonObject();

    protected abstract string ScenarioFile(string folder);

    internal JsonNode Case(string mitigation) => Summary["cases"]!.AsArray().Single(node => (string?)node!["mitigation"] == mitigation)!;

    internal IEnumerable<JsonNode> Lines(string caseId, string file) =>
        File.ReadLines(Path.Combine(Directory, "cases", caseId, file)).Select(line => JsonNode.Parse(line)!);

    /// <summary>What the scenario needs of the machine.</summary>
    protected virtual Task RequireAsync() => Requirement.NetnsAsync();

    public async ValueTask InitializeAsync()
    {
        try
        {
            await RequireAsync();
        }
        catch (SkipException)
        {
            // Each test says so itself.
            return;
        }

        (ExitCode, var output, Errors) = await Program.RunAsync("run", ScenarioFile(scratch.Root), "--out", Directory, "--json");
        Summary = output.Length > 0 ? JsonNode.Parse(output)! : throw new InvalidOperationException($"nothing came of the run: {Errors}");
    }

    public ValueTask DisposeAsync()
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static double Number(JsonNode? node) => node!.GetValue<JsonElement>().GetDouble();
}
