using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What the cases of each label say about its threshold.</summary>
internal static class Brackets
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

    /// <summary>The highest rate without a failure below the lowest with one, and that one.</summary>
    public static (double? Carried, double? Failed) Bracket(IEnumerable<CaseSummary> cases)
    {
        double? carried = null;
        foreach (var summary in cases.Where(summary => summary.HasFigures).OrderBy(summary => summary.OfferedPerSecond))
        {
            if (summary.FirstFailureSeconds is not null)
            {
                return (carried, summary.OfferedPerSecond);
            }

            // A load that ended before the first port came back has not shown that it could go on.
            carried = summary.DurationSeconds >= summary.HoldSeconds ? summary.OfferedPerSecond : carried;
        }

        return (carried, null);
    }

    private static ThresholdSummary Of(string label, IReadOnlyList<(RecordedCase Recorded, CaseSummary Summary)> cases)
    {
        var (carried, failed) = Bracket(cases.Select(item => item.Summary));
        var (recorded, summary) = cases[^1];
        var limiting = recorded.File.Hops.Where(hop => hop.ThresholdPerSecond is not null).MinBy(hop => hop.ThresholdPerSecond)
            ?? recorded.File.Hops[^1];
        return new ThresholdSummary
        {
            Label = label,
            IsBaseline = summary.IsBaseline,
            Point = summary.Point,
            Hop = limiting.Name,
            HoldSeconds = Math.Round(limiting.HoldSeconds, 3),
            Tuples = limiting.Tuples,
            PredictedPerSecond = Rounded(limiting.ThresholdPerSecond),
            SafePerSecond = Rounded(limiting.SafePerSecond),
            CarriedPerSecond = carried,
            FailedPerSecond = failed,
            GoodputPerSecond = cases.Select(item => item.Summary.Measured?.ThresholdPerSecond).LastOrDefault(goodput => goodput is not null),
            Onsets = OnsetLaws.Of([.. cases.Select(item => item.Recorded.File)]),
        };
    }

    private static ThresholdSummary Compare(ThresholdSummary own, ThresholdSummary? baseline) => baseline is null
        ? own
        : own with
        {
            PredictedFactor = Rounded(own.PredictedPerSecond / baseline.PredictedPerSecond),
            MeasuredFactor = Rounded(own.GoodputPerSecond / baseline.GoodputPerSecond),
            AtLeastFactor = Rounded(own.CarriedPerSecond / (baseline.GoodputPerSecond ?? baseline.PredictedPerSecond)),
        };

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 3) : null;
}
