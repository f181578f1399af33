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
        // Ports that were filled before the load come back before their time.
        if (first is null || recorded.End?.Proxy?.Prefilled > 0)
        {
            return null;
        }

        var (width, until, from) = (recorded.File.BinSeconds, recorded.File.DurationSeconds, first.Failure.T);
        var hop = recorded.File.Bottleneck;
        var each = hop.CapacityPorts * hop.RequestsPerConnection;
        // Every connection that was made before the first failure is answered: what comes beyond that uses a port once more.
        var answered = -FirstFailureFinder.ConnectionsBefore(recorded, first) * hop.RequestsPerConnection;
        var (periods, end) = (0, from);
        foreach (var bin in recorded.Load.Where(line => line.T < until).GroupBy(line => line.T).OrderBy(bin => bin.Key))
        {
            double ok = bin.Sum(line => line.Ok);
            while (ok > 0 && answered + ok >= (periods + 1) * each)
            {
                periods++;
                end = bin.Key + (((periods * each) - answered) / ok * width);
            }

            answered += ok;
        }

        return periods > 0 ? (end - from) / periods : null;
    }

    /// <summary>The threshold that goes with a period: requests answered per second.</summary>
    public static double Goodput(RecordedCase recorded, double period) =>
        recorded.File.Bottleneck.CapacityPorts * recorded.File.Bottleneck.RequestsPerConnection / period;
}
