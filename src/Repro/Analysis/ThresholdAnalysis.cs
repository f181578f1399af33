using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What the cases of each label say about its threshold.</summary>
internal static class ThresholdAnalysis
{
    /// <summary>
    /// The labels whose loads have a threshold at all, in the order of the run. One that was not run has a prediction; one whose cases are
    /// all invalid has nothing.
    /// </summary>
    public static IReadOnlyList<ThresholdSummary> Of(IReadOnlyList<(RecordedCase Recorded, CaseSummary Summary)> cases)
    {
        var thresholds = cases
            .Where(item => item.Summary.Valid && SteadyLoad.Is(item.Recorded))
            .GroupBy(item => item.Summary.Label)
            .Select(label => Of(label.Key, [.. label.OrderBy(item => item.Summary.OfferedPerSecond)]))
            .ToList();
        return [.. thresholds.Select(threshold => Compare(
            threshold, thresholds.Find(other => other.IsBaseline && !threshold.IsBaseline && other.Point == threshold.Point)))];
    }

    /// <summary>
    /// The highest rate without a failure below the lowest at which ports ran out, and that one. A stray failure says neither.
    /// </summary>
    /// <param name="cases">The cases, in any order.</param>
    /// <param name="holdSeconds">How long the hop in question holds a port.</param>
    public static (double? Carried, double? Failed) Bracket(IEnumerable<CaseSummary> cases, double holdSeconds)
    {
        double? carried = null;
        foreach (var summary in cases.Where(summary => summary.HasFigures).OrderBy(summary => summary.OfferedPerSecond))
        {
            if (summary.RanOut)
            {
                return (carried, summary.OfferedPerSecond);
            }

            // A load that ended before the first port came back has not shown that it could go on.
            carried = summary.FirstFailureSeconds is null && summary.DurationSeconds >= holdSeconds ? summary.OfferedPerSecond : carried;
        }

        return (carried, null);
    }

    private static ThresholdSummary Of(string label, IReadOnlyList<(RecordedCase Recorded, CaseSummary Summary)> cases)
    {
        var (recorded, summary) = cases[^1];
        var ranOut = cases.Select(item => item.Summary).Where(row => row is { HasFigures: true, RanOut: true }).ToList();
        // All figures are of one hop: the one that ran out at the lowest rate, else the one that is predicted to.
        var hop = recorded.File.Hops.FirstOrDefault(hop => hop.Name == ranOut.FirstOrDefault()?.Hop) ?? recorded.File.Limiting;
        var (carried, failed) = Bracket(cases.Select(item => item.Summary), hop.HoldSeconds);
        var measured = ranOut.LastOrDefault(row => row.Hop == hop.Name && row.Measured?.ThresholdPerSecond is not null)?.Measured;
        return new ThresholdSummary
        {
            Label = label,
            IsBaseline = summary.IsBaseline,
            Point = summary.Point,
            Hop = hop.Name,
            HoldSeconds = Math.Round(hop.HoldSeconds, 3),
            Tuples = hop.Tuples,
            PredictedPerSecond = Rounded(hop.ThresholdPerSecond),
            SafePerSecond = Rounded(hop.SafePerSecond),
            CarriedPerSecond = carried,
            FailedPerSecond = failed,
            GoodputPerSecond = measured?.ThresholdPerSecond,
            PlusMinusPerSecond = measured?.ThresholdPlusMinusPerSecond,
            NotMeasured = measured is null ? WhyNot([.. cases.Select(item => item.Summary)]) : null,
            Onsets = OnsetLaws.Of([.. cases.Select(item => item.Recorded.File)]),
        };
    }

    // The case at the highest rate is the one that came closest to it.
    private static string WhyNot(IReadOnlyList<CaseSummary> cases) =>
        cases.LastOrDefault(row => row is { HasFigures: true, RanOut: true })?.Measured?.ThresholdNotMeasured
        ?? cases.Select(row => row.Measured?.ThresholdNotMeasured).LastOrDefault(why => why is not null)
        ?? "no case was run";

    private static ThresholdSummary Compare(ThresholdSummary own, ThresholdSummary? baseline) => baseline is null
        ? own
        : own with
        {
            PredictedFactor = Rounded(own.PredictedPerSecond / baseline.PredictedPerSecond),
            MeasuredFactor = Rounded(own.GoodputPerSecond / baseline.GoodputPerSecond),
            IsLimitedByClients = own.Hop != baseline.Hop && HostRoles.OpenerOf(own.Hop) == HostRole.Client,
            AtLeastFactor = Rounded(own.CarriedPerSecond / (baseline.GoodputPerSecond ?? baseline.PredictedPerSecond)),
        };

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 3) : null;
}
