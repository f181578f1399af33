using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What the hops held, as the dumps of their opening sides show.</summary>
internal static class HopUse
{
    /// <summary>The hops of a case, clients first.</summary>
    public static IReadOnlyList<HopSummary> Of(RecordedCase recorded)
    {
        var tuples = recorded.Sockets
            .SelectMany(line => (line.Tuples ?? []).Select(tuple => (line.Host, Tuple: (tuple.Source, tuple.Destination), tuple.Ports)))
            .GroupBy(use => (use.Host, use.Tuple), use => use.Ports)
            .Select(tuple => (tuple.Key.Host, tuple.Key.Tuple.Source, Peak: tuple.Max()))
            .ToList();
        return [.. recorded.File.Hops.Select((hop, index) =>
        {
            // Backends open nothing, and the hop towards them is the last.
            var own = tuples.Where(tuple => tuple.Host == ProxySamples.Host == (index == recorded.File.Hops.Count - 1)).ToList();
            // Where bind() picks the port a source's ports are shared by all of its destinations.
            var pools = own.Count > hop.Tuples
                ? own.GroupBy(tuple => tuple.Source).Select(source => source.Sum(tuple => tuple.Peak))
                : own.Select(tuple => tuple.Peak);
            return new HopSummary(
                hop.Name,
                hop.PortsPerTuple,
                hop.CapacityPorts,
                Math.Round(hop.HoldSeconds, 6),
                hop.ThresholdPerSecond is { } threshold ? Math.Round(threshold, 3) : null,
                own.Sum(tuple => (long)tuple.Peak),
                hop.Tuples,
                pools.Count(peak => peak >= hop.PortsPerTuple - 1),
                hop.OnsetSeconds is { } onset ? Math.Round(onset, 6) : null);
        })];
    }
}
