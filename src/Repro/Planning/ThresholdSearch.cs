namespace Repro.Planning;

/// <summary>One lab of a search: a rate, and whether ports ran out at it.</summary>
/// <param name="RatePerSecond">Requests per second.</param>
/// <param name="RanOut">Whether a request failed for want of a port; null for a lab that says nothing.</param>
internal readonly record struct Probe(double RatePerSecond, bool? RanOut);

/// <summary>Narrows down the highest rate that never fails. A pure function of what is known.</summary>
internal static class ThresholdSearch
{
    /// <summary>The search ends when the bracket is narrower than this part of its lower end.</summary>
    public const double Tolerance = 0.02;

    // Labs of one round run side by side where the machine carries them: three cut a bracket to a quarter.
    private const int ProbesPerRound = 3;
    private const int MostProbes = 24;

    // Around what was predicted; the search finds its way from there, however wrong that is.
    private static readonly double[] FirstRound = [0.8, 0.97, 1.03, 1.25];

    /// <summary>Rates to try next; none where the search is over.</summary>
    /// <param name="known">What the labs so far have shown, in any order.</param>
    /// <param name="predicted">The predicted threshold, per second.</param>
    public static IReadOnlyList<double> Next(IReadOnlyList<Probe> known, double predicted)
    {
        if (known.Count == 0)
        {
            return [.. FirstRound.Select(factor => predicted * factor)];
        }

        // On a machine that starves one lab the next would say nothing either: what has been narrowed down stands.
        if (known.Count >= MostProbes || known.Any(probe => probe.RanOut is null))
        {
            return [];
        }

        var (lower, upper) = Bracket(known);
        return (lower, upper) switch
        {
            ({ } low, { } high) when high <= low * (1 + Tolerance) => [],
            // Geometric, as the bracket is a ratio.
            ({ } low, { } high) =>
                [.. Enumerable.Range(1, ProbesPerRound).Select(step => low * Math.Pow(high / low, step / (ProbesPerRound + 1.0)))],
            ({ } low, null) => [low * 1.5, low * 3],
            (null, { } high) => [high / 3, high / 1.5],
            _ => [],
        };
    }

    /// <summary>
    /// The highest rate below which none failed, and the lowest rate that failed; null where there is none. A rate that did not fail above
    /// one that did is chance, and counts for nothing.
    /// </summary>
    public static (double? Lower, double? Upper) Bracket(IEnumerable<Probe> known)
    {
        double? lower = null;
        foreach (var probe in known.Where(probe => probe.RanOut is not null).OrderBy(probe => probe.RatePerSecond)
            .ThenByDescending(probe => probe.RanOut))
        {
            if (probe.RanOut == true)
            {
                return (lower, probe.RatePerSecond);
            }

            lower = probe.RatePerSecond;
        }

        return (lower, null);
    }
}
