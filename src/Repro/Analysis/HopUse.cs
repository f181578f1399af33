using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What the hops held, as the dumps of their opening sides show.</summary>
internal static class HopUse
{
    /// <summary>The hops of a case, clients first.</summary>
    public static IReadOnlyList<HopSummary> Of(RecordedCase recorded)
    {
        var peaks = recorded.Sockets
            .Where(line => line.Tuples is not null)
            .GroupBy(line => line.Host)
            .ToDictionary(host => host.Key, host => host.Max(line => line.Tuples!.Sum(tuple => (long)tuple.Ports)));
        return [.. recorded.File.Hops.Select((hop, index) => new HopSummary(
            hop.Name,
            hop.CapacityPorts,
            // Backends open nothing, and the hop towards them is the last.
            peaks.Where(peak => peak.Key == ProxySamples.Host == (index == recorded.File.Hops.Count - 1)).Sum(peak => peak.Value),
            hop.OnsetSeconds is { } onset ? Math.Round(onset, 6) : null))];
    }
}
