using System.Diagnostics;
using System.Globalization;

namespace Repro.LabTests;

/// <summary>What dies, or is told to end, ends its case or its run at once, and no other.</summary>
[Trait("Category", "Netns")]
[Trait("Fault", "C7")]
public abstract class EarlyEnd
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private protected const string Scenario = """
        load: { rate: 50/s, duration: 40s }
        clients: { count: 1 }
        backends: { count: 1 }
        proxy: { sysctls: { net.ipv4.ip_local_port_range: 33000 33999 } }
        mitigations: [none]
        """;

    private protected static bool HasSamples(Scratch scratch, string id) =>
        new FileInfo(scratch.Path($"run/cases/{id}/sockets.ndjson")) is { Exists: true, Length: > 0 };

    private protected static void Kill(int id, string signal)
    {
        using var kill = Process.Start("kill", [signal, "--", id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private protected static async Task UntilAsync(Program program, Func<bool> reached)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var begun = Stopwatch.GetTimestamp();
        while (!reached())
        {
            Assert.False(program.Process.HasExited, "the run ended by itself");
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, "it was not reached");
            await timer.WaitForNextTickAsync();
        }
    }
}
