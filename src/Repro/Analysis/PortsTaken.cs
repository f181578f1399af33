using Repro.Recording;

namespace Repro.Analysis;

/// <summary>
/// Ports of the connections to the backends that can't be had, over time, as the dumps of those who open them count them.
/// </summary>
internal sealed class PortsTaken
{
    private readonly List<HostPortsTaken> hosts;
    private readonly long capacity;

    private PortsTaken(RecordedCase recorded)
    {
        capacity = recorded.File.Upstream.CapacityPorts;
        // A port that may be taken over is as good as a free one: only the youngest are held then.
        var heldSeconds = HopReuse.DelaySeconds(recorded.File, recorded.File.Upstream)
            + CaseConditions.Of(recorded.File).Backends.Delay.TotalSeconds;
        IsReused = heldSeconds is not null;
        var lines = recorded.Openers.ToLookup(line => line.Host);
        var samples = OpenerSamples.Of(recorded).ToLookup(line => line.Host);
        // Each dumps its sockets at moments of its own.
        var names = lines.Select(host => host.Key).Union(samples.Select(host => host.Key)).ToList();
        hosts = names.ConvertAll(host => new HostPortsTaken(
            lines[host], samples[host], (recorded.End?.Openers?.Prefilled ?? 0) / names.Count, recorded.File.BinSeconds, heldSeconds));
    }

    /// <summary>Whether ports are taken over from TIME_WAIT.</summary>
    public bool IsReused { get; }

    public static PortsTaken Of(RecordedCase recorded) => new(recorded);

    /// <summary>Percent of all ports at a moment; null after the last dump.</summary>
    public double? PercentAt(double t)
    {
        var taken = (double?)0;
        foreach (var host in hosts)
        {
            taken += host.At(t);
        }

        return taken is { } ports && hosts.Count > 0 ? Math.Min(100, ports * 100 / capacity) : null;
    }
}
