using Repro.Recording;

namespace Repro.Analysis;

/// <summary>How long connect() takes by the share of ports that are taken.</summary>
internal static class OccupancyTable
{
    private const int PercentPerRow = 5;

    /// <summary>
    /// A row for each part of the occupancy that the case went through, up to the first failure. Where ports are not taken over from
    /// TIME_WAIT, up to the first one that came back, too: then those of one half are free before those of the other.
    /// </summary>
    public static IReadOnlyList<OccupancyLatency> Of(RecordedCase recorded, PortsTaken taken, double? firstFailure)
    {
        var until = Math.Min(
            firstFailure ?? double.PositiveInfinity, taken.IsReused ? double.PositiveInfinity : recorded.File.Upstream.HoldSeconds);
        var width = recorded.File.BinSeconds;
        return
        [
            .. recorded.Openers
                .Where(line => line.ConnectLatency is not null && line.T + width <= until)
                .Select(line => (Percent: taken.PercentAt(line.T + (width / 2)), Line: line))
                .Where(item => item.Percent is not null)
                .GroupBy(item => (int)Math.Min(item.Percent!.Value / PercentPerRow, (100 / PercentPerRow) - 1), item => item.Line)
                .OrderBy(row => row.Key)
                .Select(row => new OccupancyLatency(
                    row.Key * PercentPerRow,
                    (row.Key + 1) * PercentPerRow,
                    row.Sum(line => line.Connects),
                    LatencyStatistics.Of(row.SelectMany(line => line.ConnectLatency!))!)),
        ];
    }
}
