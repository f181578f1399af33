using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Repro.Deployment;
using Repro.Orchestration;
using Repro.Planning;
using Repro.Recording;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Orchestration;

/// <summary>A run in labs of this process, by a clock that stands still, and what it left.</summary>
public abstract class FakeRun : IDisposable
{
    private protected const string Case = "case0";

    private protected const string OneCase = """
        load: { rate: 20/s, duration: 2s }
        clients: { count: 2 }
        backends: { count: 1 }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33099 } }
        mitigations: [none]
        """;

    private protected static readonly string TwoCases = OneCase.Replace("[none]", "[none, rst-close]", StringComparison.Ordinal);

    private readonly string folder = Directory.CreateTempSubdirectory("repro-tests-").FullName;

    private protected FakeTimeProvider Time { get; } = new();

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected JsonNode Run => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "run", RunDirectory.RunName)))!;

    private protected RecordedCase Recorded(string id) => RecordedCase.Read(Path.Combine(folder, "run"), RunDirectory.CasePlace(id));

    private protected string EndOf(string id) =>
        Path.Combine(RunDirectory.CaseFolder(Path.Combine(folder, "run"), id), RunDirectory.EndName);

    private protected string[] Problems(string id) =>
        [.. JsonNode.Parse(File.ReadAllText(EndOf(id)))!["problems"]!.AsArray().Select(problem => (string)problem!)];

    private protected async Task<RunSession> RunAsync(
        FakeLabs labs, string text, int? parallel = null, CancellationToken cancellationToken = default)
    {
        var scenario = ScenarioText.Parse(text);
        await using var site = await LabSite.OpenAsync(
            labs, Planner.Create(scenario, new Repro.Knobs.Kernel()).Plan, _ => { }, Time, cancellationToken);
        var session = RunSession.Create(
            scenario, kernel => Planner.Create(scenario, kernel).Plan, ["run"], site, Path.Combine(folder, "run"), parallel, Time);
        await session.RunAsync(cancellationToken);
        return session;
    }
}
