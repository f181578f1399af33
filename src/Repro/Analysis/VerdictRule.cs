using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>What a case's first failure means beside the baseline's.</summary>
internal static class VerdictRule
{
    // Closer than this, two onsets are the same.
    private const double Tolerance = 0.05;

    /// <summary>The verdict, and how many times as late as the baseline's the first failure came.</summary>
    /// <param name="onset">First failure of the case, or null for none.</param>
    /// <param name="baseline">First failure of the baseline, or null for none.</param>
    /// <param name="hasBaseline">Whether there is another, valid case to compare with.</param>
    public static (string Verdict, double? DelayFactor) Judge(double? onset, double? baseline, bool hasBaseline) => (onset, baseline) switch
    {
        _ when !hasBaseline => (onset is null ? Verdicts.Carried : Verdicts.Exhausted, null),
        (null, null) => (Verdicts.Carried, null),
        (null, _) => (Verdicts.Averted, null),
        (_, null) => (Verdicts.Worse, null),
        ({ } own, { } other) => (own / other) switch
        {
            >= 1 + Tolerance => (Verdicts.Delayed, own / other),
            <= 1 - Tolerance => (Verdicts.Worse, own / other),
            _ => (Verdicts.NoEffect, own / other),
        },
    };
}
