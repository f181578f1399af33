using Repro.Recording;

namespace Repro.Analysis;

/// <summary>How the predicted onset of a label depends on its rate.</summary>
internal static class OnsetLaws
{
    // Of the onset that was predicted for a case. A law that differs by more is not the one that it follows.
    private const double Tolerance = 0.02;

    /// <summary>A law for each hop that can run out; none where they don't say what was predicted for every case.</summary>
    /// <param name="cases">The cases of one label, at least one.</param>
    public static IReadOnlyList<OnsetLaw> Of(IReadOnlyList<CaseFile> cases)
    {
        var laws = cases[^1].Hops
            .Where(hop => hop.ThresholdPerSecond is not null)
            .Select(hop => new OnsetLaw(
                Math.Round(hop.ThresholdPerSecond!.Value, 3),
                Math.Round(hop.CapacityPorts * hop.RequestsPerConnection, 3),
                Math.Round(Math.Min(hop.SafePerSecond ?? double.PositiveInfinity, hop.ThresholdPerSecond.Value), 3)))
            .OrderBy(law => law.AbovePerSecond)
            .ToList();
        return cases.Where(file => CaseConditions.Of(file).Load.Arrivals == Physics.ArrivalKind.Constant).All(Agrees) ? laws : [];

        bool Agrees(CaseFile file) => (At(laws, file.OfferedPerSecond), file.Bottleneck.OnsetSeconds) switch
        {
            (null, null) => true,
            ({ } law, { } predicted) => Math.Abs(law - predicted) <= predicted * Tolerance,
            _ => false,
        };
    }

    /// <summary>When ports run out at a constant rate, by the laws; null: never.</summary>
    public static double? At(IEnumerable<OnsetLaw> laws, double ratePerSecond) => laws
        .Where(law => ratePerSecond > law.SafePerSecond)
        .Select(law => (double?)(law.Requests / ratePerSecond))
        .Min();
}
