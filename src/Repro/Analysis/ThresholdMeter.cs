using Repro.Recording;

namespace Repro.Analysis;

/// <summary>
/// Goodput after ports have run out is a square wave. A whole period of it is the time in which every port is used once again, so that
/// capacity ÷ period is the threshold, and the period is the hold time as measured.
/// </summary>
internal static class ThresholdMeter
{
    /// <summary>Mean period in seconds, over as many whole ones as the load lasted for; null for none.</summary>
    /// <param name="recorded">The case.</param>
    /// <param name="first">The first failure, or null.</param>
    public static double? Period(RecordedCase recorded, LocatedFailure? first)
    {
        if (first is null || !SteadyLoad.Is(recorded))
        {
            return null;
        }

        var (width, until, from) = (recorded.File.BinSeconds, recorded.File.DurationSeconds, first.Failure.T);
        var each = recorded.File.Bottleneck.CapacityPorts;
        // Connections and not answers, which come later by as long as they take.
        var lines = recorded.Load.Any(line => line.Host == first.Host) ? recorded.Load : recorded.Proxy;
        // What comes beyond the connections before the first failure uses a port once more.
        var opened = -FirstFailureFinder.ConnectionsBefore(recorded, first);
        var (periods, end) = (0, from);
        foreach (var bin in lines.Where(line => line.T < until).GroupBy(line => line.T).OrderBy(bin => bin.Key))
        {
            var connects = bin.Sum(line => line.Connects);
            while (connects > 0 && opened + connects >= (periods + 1) * each)
            {
                periods++;
                end = bin.Key + (((periods * each) - opened) / (double)connects * width);
            }

            opened += connects;
        }

        return periods > 0 ? (end - from) / periods : null;
    }

    /// <summary>The threshold that goes with a period: requests answered per second.</summary>
    public static double Goodput(RecordedCase recorded, double period) =>
        recorded.File.Bottleneck.CapacityPorts * recorded.File.Bottleneck.RequestsPerConnection / period;
}
