using Repro.Physics;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>
/// Goodput after ports have run out is a square wave. A whole period of it is the time from one running out to the next, in which every
/// port is used once again, so that capacity ÷ period is the threshold, and the period is the hold time as measured.
/// </summary>
internal static class ThresholdMeter
{
    // Of all ports: where several tuples share the load, one of them runs out again a little before or after all ports have been used.
    private const double Imbalance = 0.02;

    // Of the median one. The timer wheel makes them differ by 3.4 %.
    private const double LongestPeriod = 1.05;

    /// <summary>Measures the threshold of the hop that ran out.</summary>
    /// <param name="recorded">The case.</param>
    /// <param name="ranOut">The hop that ran out, or null.</param>
    /// <param name="hertz">The kernel's timer frequency.</param>
    public static ThresholdReading Measure(RecordedCase recorded, RanOut? ranOut, int hertz)
    {
        if (ranOut is null)
        {
            return ThresholdReading.Not("no port was missing");
        }

        if (SteadyLoad.WhyNot(recorded) is { } why)
        {
            return ThresholdReading.Not(why);
        }

        if (ranOut.IsStray)
        {
            return ThresholdReading.Not("a stray connection found no port, and nearly all after it did");
        }

        var (hop, from) = (ranOut.Hop, ranOut.First.Failure.T);
        if (hop.CapacityPorts <= 0)
        {
            return ThresholdReading.Not("there are no ports");
        }

        var ends = Undisturbed(Ends(recorded, ranOut), from);
        if (ends.Count == 0)
        {
            return ThresholdReading.Not(OpenedAgain(recorded, ranOut) < hop.CapacityPorts
                ? FormattableString.Invariant($"the load ended {recorded.File.DurationSeconds - from:0.0} s after ports had run out, ")
                    + "before all of them had been used again"
                : "ports did not run out again once all of them had been used");
        }

        var hold = (ends[^1].T - from) * hop.CapacityPorts / ends[^1].Opened;
        var perSecond = hop.CapacityPorts * hop.RequestsPerConnection / hold;
        // Where in its bin a period ends is told by the requests that were refused in it, which may have come before or after; the timer
        // wheel may let every port of a run go early or late by up to half of a granule; of one that is taken over it does not decide.
        var plusMinus = (recorded.File.BinSeconds / ends.Count)
            + (HopReuse.DelaySeconds(recorded.File, hop) is null ? TimerWheel.GranuleSeconds(hold, hertz) / 2 : 0);
        return new ThresholdReading(perSecond, perSecond * plusMinus / hold, hold, ends.Count, null);
    }

    // Up to the first period that is longer than most: what held the load up in it, and not ports, was the limit.
    private static List<(double T, long Opened)> Undisturbed(List<(double T, long Opened)> ends, double from)
    {
        var lengths = ends.Zip(ends.Select(end => end.T).Prepend(from), (end, start) => end.T - start).ToList();
        var usual = lengths.Order().ElementAtOrDefault((lengths.Count - 1) / 2);
        return [.. ends.Take(lengths.TakeWhile(length => length <= usual * LongestPeriod).Count())];
    }

    // The ends of whole periods: moments at which every port had been used once more, and the next connection found none; with the
    // connections that had been opened since the first failure.
    private static List<(double T, long Opened)> Ends(RecordedCase recorded, RanOut ranOut)
    {
        var each = ranOut.Hop.CapacityPorts;
        var bins = Bins(recorded, ranOut.Hop);
        var ends = new List<(double T, long Opened)>();
        var (opened, used) = (-FirstFailureFinder.ConnectionsBefore(recorded, ranOut.First), 0L);
        for (var i = 0; i < bins.Count; i++)
        {
            var all = opened + bins[i].Connects;
            // A few ports may be left over when the next pause begins.
            if (all - used < each && all - used >= each * (1 - Imbalance) && bins[i].Connects > 0 && IsPause(bins, i + 1))
            {
                Add(bins[i], all);
            }

            while (bins[i].Connects > 0 && all - used >= each)
            {
                if (!RunsOutWithin(bins, i, (each * Imbalance) - (all - used - each)))
                {
                    return ends;
                }

                Add(bins[i], used + each);
            }

            opened = all;
        }

        return ends;

        // Requests come evenly: those that were given a port, and those that were refused after them, share out the bin.
        void Add((double T, long Connects, long Failed) bin, long until)
        {
            ends.Add((bin.T + ((until - opened) / (double)(bin.Connects + bin.Failed) * recorded.File.BinSeconds), until));
            used = until;
        }
    }

    private static bool IsPause(List<(double T, long Connects, long Failed)> bins, int index) =>
        index < bins.Count && bins[index].Failed > 0 && bins[index].Connects == 0;

    private static bool RunsOutWithin(List<(double T, long Connects, long Failed)> bins, int from, double connects)
    {
        for (var i = from; i < bins.Count; i++)
        {
            if (bins[i].Failed > 0)
            {
                return true;
            }

            if (i > from && (connects -= bins[i].Connects) < 0)
            {
                return false;
            }
        }

        return false;
    }

    private static long OpenedAgain(RecordedCase recorded, RanOut ranOut) =>
        Bins(recorded, ranOut.Hop).Sum(bin => bin.Connects) - FirstFailureFinder.ConnectionsBefore(recorded, ranOut.First);

    // Connections and not answers, which come later by as long as they take.
    private static List<(double T, long Connects, long Failed)> Bins(RecordedCase recorded, HopFacts hop) =>
    [
        .. recorded.LinesOf(hop.Opener)
            .Where(line => line.T < recorded.File.DurationSeconds)
            .GroupBy(line => line.T)
            .OrderBy(bin => bin.Key)
            .Select(bin => (bin.Key, bin.Sum(line => line.Connects), bin.Sum(PortFailure.Counting(recorded.File)))),
    ];
}

/// <summary>A threshold as it was measured, or why it was not.</summary>
/// <param name="PerSecond">Requests answered per second over whole periods; null where it was not measured.</param>
/// <param name="PlusMinusPerSecond">
/// How far off that may be: a bin's width over the number of periods, and half of the timer wheel's granule.
/// </param>
/// <param name="HoldSeconds">How long a port was kept from being used again: the mean period.</param>
/// <param name="Periods">Whole periods that it is a mean of.</param>
/// <param name="WhyNot">Why it was not measured; null where it was.</param>
internal sealed record ThresholdReading(double? PerSecond, double? PlusMinusPerSecond, double? HoldSeconds, int Periods, string? WhyNot)
{
    public static ThresholdReading Not(string why) => new(null, null, null, 0, why);
}
