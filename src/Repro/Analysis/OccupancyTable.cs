using Repro.Recording;

namespace Repro.Analysis;

/// <summary>How long connect() takes by the share of ports that are taken.</summary>
internal static class OccupancyTable
{
    private const int PercentPerRow = 5;

    /// <summary>A row for each part of the occupancy that the case went through, up to the first failure or the first port that came back.</summary>
    public static IReadOnlyList<OccupancyLatency> Of(RecordedCase recorded, double? firstFailure)
    {
        // Connections only add up while none of them has let its port go.
        var hop = recorded.File.Hops[^1];
        var until = Math.Min(firstFailure ?? double.PositiveInfinity, hop.HoldSeconds);
        var taken = recorded.End?.Proxy?.Prefilled ?? 0;
        var rows = new SortedDictionary<int, (long Connects, List<long[]> Buckets)>();
        foreach (var line in recorded.Proxy.Where(line => line.ConnectLatency is not null && line.T + recorded.File.BinSeconds <= until).OrderBy(line => line.T))
        {
            var middle = taken + (line.Connects / 2.0);
            var row = (int)(middle * 100 / hop.CapacityPorts / PercentPerRow);
            var (connects, buckets) = rows.GetValueOrDefault(row, (0, []));
            buckets.AddRange(line.ConnectLatency!);
            rows[row] = (connects + line.Connects, buckets);
            taken += line.Connects;
        }

        return [.. rows.Select(row => new OccupancyLatency(
            row.Key * PercentPerRow, (row.Key + 1) * PercentPerRow, row.Value.Connects, LatencyStatistics.Of(row.Value.Buckets)!))];
    }
}
