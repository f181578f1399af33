using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What the hops held, as the samples of their opening sides show.</summary>
internal static class HopUse
{
    /// <summary>The hops of a case, clients first.</summary>
    public static IReadOnlyList<HopSummary> Of(RecordedCase recorded) => [.. recorded.File.Hops.Select(hop =>
    {
        var dumps = HopSamples.OpeningSide(recorded, hop).Where(line => line.Tuples is not null).ToList();
        return new HopSummary(
            hop.Name,
            hop.PortsPerTuple,
            Math.Max(hop.CapacityPorts, (hop.CapacityAfterSteps ?? []).DefaultIfEmpty().Max()),
            Math.Round(hop.HoldSeconds, 6),
            hop.ThresholdPerSecond is { } threshold ? Math.Round(threshold, 3) : null,
            dumps.GroupBy(line => line.Host).Sum(host => host.Max(line => line.Tuples!.Sum(tuple => (long)tuple.Ports))),
            hop.Tuples,
            Pools(dumps, hop).Count(peak => peak >= hop.PortsPerTuple - 1),
            hop.OnsetSeconds is { } onset ? Math.Round(onset, 6) : null,
            HopSamples.TimeWait(recorded, hop).Select(point => point.Count).DefaultIfEmpty().Max(),
            HopReuse.DelaySeconds(recorded.File, hop));
    })];

    // The most that each pool had at a sample. Where bind() picks the port a source's ports are shared by all of its destinations.
    private static IEnumerable<long> Pools(List<SocketsLine> dumps, HopFacts hop)
    {
        var uses = dumps.SelectMany(line => line.Tuples!.Select(tuple => (line.Host, line.T, Tuple: tuple))).ToList();
        var isShared = uses.Select(use => (use.Host, use.Tuple.Source, use.Tuple.Destination)).Distinct().Count() > hop.Tuples;
        return uses
            .GroupBy(use => (use.Host, use.Tuple.Source, Destination: isShared ? "" : use.Tuple.Destination))
            .Select(pool => pool.GroupBy(use => use.T, use => use.Tuple.Ports).Max(dump => dump.Sum(ports => (long)ports)));
    }
}
