using Repro.Physics;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>
/// The article's number, "about 230 requests a second", beside what an upstream with its range of ports carries: it is right where ports
/// are held for 120 s, and half of the truth where they are held for TIME_WAIT alone.
/// </summary>
internal static class ArticleReadings
{
    // 32768–61000 then, 32768–60999 today.
    private const int FewestPorts = 28_232;
    private const int MostPorts = 28_233;
    private const double LateFinSeconds = 59;
    private const double SameHold = 0.1;

    /// <summary>Whether a tuple has as many ports as the article's upstream.</summary>
    public static bool IsFullSize(int portsPerTuple) => portsPerTuple is >= FewestPorts and <= MostPorts;

    /// <summary>
    /// The two readings; null where no case has the article's range towards each upstream and says something about its threshold.
    /// </summary>
    public static ArticleReading? Of(
        MachineFacts machine, IReadOnlyList<(RecordedCase Recorded, CaseSummary Summary)> cases)
    {
        var full = cases.Where(item => IsFullSize(item.Recorded.File.Upstream.PortsPerTuple)).ToList();
        if (full.Count == 0)
        {
            return null;
        }

        var ports = full[0].Recorded.File.Upstream.PortsPerTuple;
        var timeWait = TimerWheel.MeanSeconds(machine.TimeWaitSeconds ?? Exhaustion.TimeWaitSeconds, machine.Hertz);
        var (late, prompt) = (Read(LateFinSeconds + timeWait), Read(timeWait));
        return new[] { late, prompt }.Any(reading => reading.CarriedPerSecond is not null || reading.FailedPerSecond is not null)
            ? new ArticleReading(ports, late, prompt)
            : null;

        Reading Read(double hold)
        {
            var same = full
                .Where(item => item.Summary is { Valid: true, Measured: not null } && SteadyLoad.Is(item.Recorded))
                .Where(item => IsHeld(item.Recorded.File.Upstream, hold))
                // The article speaks of a proxy's ports. Where the clients' ran out the proxy was not asked for as much as was offered.
                .Where(item => item.Summary.ExhaustedHop is null || item.Summary.Hop == item.Recorded.File.Upstream.Name)
                .ToList();
            var (carried, failed) = ThresholdAnalysis.Bracket(same.Select(item => item.Summary with
            {
                OfferedPerSecond = item.Summary.OfferedPerSecond / item.Recorded.File.Upstream.Tuples,
            }), hold);
            return new Reading(Math.Round(hold, 3), Math.Round(ports / hold, 3), carried, failed);
        }
    }

    // A connection for each request, each of which holds its port: neither kept ones nor a full table of TIME_WAIT make a reading.
    private static bool IsHeld(HopFacts hop, double hold) => hop is { RequestsPerConnection: 1, ThresholdPerSecond: { } threshold }
        && Math.Abs(hop.HoldSeconds / hold - 1) < SameHold
        && Math.Abs(threshold * hop.HoldSeconds / hop.CapacityPorts - 1) < SameHold;
}
