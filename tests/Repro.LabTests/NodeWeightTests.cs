using System.Diagnostics;

namespace Repro.LabTests;

/// <summary>Hundreds of nodes may run at once: none loads what only the machine that drives a run needs.</summary>
[Trait("Category", "Netns")]
public sealed class NodeWeightTests
{
    private static readonly string[] Heavy = ["Docker.DotNet", "ScottPlot", "SkiaSharp"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Scenario = """
        load: { rate: 100/s, duration: 60s }
        clients: { count: 2 }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33999 } }
        mitigations: [none]
        """;

    [Fact]
    public async Task No_process_of_a_run_in_namespaces_has_the_client_of_an_engine_or_a_library_of_drawing()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Program.Start(["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run")]);
        var load = scratch.Path("run/cases/none@100/load.ndjson");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var begun = Stopwatch.GetTimestamp();
        while (!File.Exists(load) || new FileInfo(load).Length == 0)
        {
            Assert.False(program.Process.HasExited, "the run ended by itself");
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, "no load came");
            await timer.WaitForNextTickAsync();
        }

        var nodes = ProcessTree.Of(program.Process.Id).Ids
            .Select(id => File.ReadAllText($"/proc/{id}/maps"))
            .Where(maps => maps.Contains("Repro.Core.dll", StringComparison.Ordinal))
            .ToList();
        program.Process.Kill();
        Assert.True(nodes.Count > 5, $"{nodes.Count} processes");
        Assert.All(nodes, maps => Assert.All(Heavy, library => Assert.DoesNotContain(library, maps, StringComparison.Ordinal)));
    }
}
