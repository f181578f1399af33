using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What the cases of each label say about its threshold.</summary>
internal static class Brackets
{
    /// <summary>The labels of which more is known than one rate, in the order of the run.</summary>
    public static IReadOnlyList<ThresholdSummary> Of(IReadOnlyList<(RecordedCase Recorded, CaseSummary Summary)> cases) =>
    [
        .. cases
            .Where(item => item.Summary is { Valid: true, Measured: not null } && SteadyLoad.Is(item.Recorded))
            .GroupBy(item => item.Summary.Label)
            .Where(label => label.Count() > 1 || label.Any(item => item.Summary.Measured!.ThresholdPerSecond is not null))
            .Select(label => Of(label.Key, [.. label.OrderBy(item => item.Summary.OfferedPerSecond)])),
    ];

    /// <summary>The highest rate without a failure below the lowest with one, and that one.</summary>
    public static (double? Carried, double? Failed) Bracket(IEnumerable<CaseSummary> cases)
    {
        double? carried = null;
        foreach (var summary in cases.OrderBy(summary => summary.OfferedPerSecond))
        {
            if (summary.Measured!.FirstFailureSeconds is not null)
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
        return new ThresholdSummary(
            label,
            limiting.Name,
            Math.Round(limiting.HoldSeconds, 3),
            limiting.Tuples,
            limiting.ThresholdPerSecond is { } predicted ? Math.Round(predicted, 3) : null,
            carried,
            failed,
            cases.Select(item => item.Summary.Measured!.ThresholdPerSecond).LastOrDefault(goodput => goodput is not null));
    }
}
