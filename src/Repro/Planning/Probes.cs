using Repro.Knobs;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>The cases that a search for a threshold runs.</summary>
internal static class Probes
{
    // A load that does not last for a whole hold time has not seen the first port come back.
    private const double HoldTimes = 1.1;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>The next cases of a planned one: at other rates, each long enough to tell; none where the search is over.</summary>
    /// <param name="planned">The case whose threshold is looked for.</param>
    /// <param name="known">What its labs have shown so far.</param>
    /// <param name="kernel">The kernel.</param>
    public static IReadOnlyList<PlannedCase> Next(PlannedCase planned, IReadOnlyList<Probe> known, Kernel kernel)
    {
        var hop = planned.Prediction.Limiting;

        // Else what the scenario expects is of its own rates.
        IReadOnlyList<Expectation> expected = [.. planned.Expected.Where(expectation => expectation.IsOfLabel)];
        if (hop.ThresholdPerSecond is not { } predicted)
        {
            // Nothing to narrow down: one lab at the scenario's own rate shows that it carries that.
            return known.Count == 0 ? [planned with { Expected = expected }] : [];
        }

        var load = planned.Conditions.Load.Duration;
        var needed = TimeSpan.FromSeconds(hop.HoldSeconds * HoldTimes) + Margin;
        return [.. ThresholdSearch.Next(known, predicted)
            .Select(rate => planned.At(Math.Round(rate, rate >= 100 ? 1 : rate >= 1 ? 3 : 6), needed > load ? needed : load, kernel) with
            {
                Expected = expected,
            })];
    }
}
