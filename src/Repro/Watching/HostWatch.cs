using System.Text.Json;
using Repro.Knobs;

namespace Repro.Watching;

/// <summary>Watches the network namespace that this process is in. It changes nothing there, and needs no privilege.</summary>
public sealed class HostWatch : IDisposable
{
    // In seconds: by so much a slow leak is told from a pool that breathes.
    private const double Memory = 30;

    private readonly HostEye eye = new();
    private readonly Kernel kernel;
    private readonly TimeProvider time;
    private readonly Queue<OpenLook> earlier = new();
    private HostLook? last;

    /// <param name="kernel">The kernel, as far as it is known.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">The kernel does not tell.</exception>
    public HostWatch(Kernel kernel, TimeProvider time) => (this.kernel, this.time) = (kernel, time);

    /// <summary>Looks twice, and says what that comes to; the second look is the first of the next time.</summary>
    /// <param name="between">How long lies between the two looks; less than a minute.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="IOException">The kernel does not tell.</exception>
    public async Task<HostReport> LookAsync(TimeSpan between, CancellationToken cancellationToken)
    {
        last ??= eye.Look(withTimeWait: false);
        await Task.Delay(between, time, cancellationToken);
        var now = eye.Look();
        earlier.Enqueue(last.ToOpenLook());
        while (earlier.Count > 1 && now.Seconds - earlier.ElementAt(1).Seconds >= Memory)
        {
            earlier.Dequeue();
        }

        var report = HostReading.Of(last, now, earlier.Peek(), kernel, OpenFiles.Owners());
        last = now;
        return report with { Mitigations = HostScenario.Of(report, kernel)?.Advise() ?? [] };
    }

    /// <summary>A scenario that makes a lab of what was seen; null where no connection takes a port.</summary>
    /// <param name="report">What was seen.</param>
    /// <param name="seen">Where and when, for its first line.</param>
    public string? Scenario(HostReport report, string seen) => HostScenario.Of(report, kernel)?.Text(seen);

    /// <summary>A report as one line of JSON.</summary>
    public static string ToJson(HostReport report) => JsonSerializer.Serialize(report, WatchJson.Default.HostReport);

    /// <inheritdoc/>
    public void Dispose() => eye.Dispose();
}
