namespace Repro.Physics;

/// <summary>A part of the load in which connections find no port.</summary>
/// <param name="FromSeconds">When the first of them failed, in seconds since the load started.</param>
/// <param name="UntilSeconds">By when the last of them had; null: they failed to the end of the load.</param>
public sealed record FailingSpan(double FromSeconds, double? UntilSeconds)
{
    // In seconds. Ports that come free one by one, and are taken at once, are no end of it.
    private const double Gap = 0.5;

    /// <summary>The spans of a load.</summary>
    /// <param name="bins">Failures within each bin, ascending, without a gap; the last one ends with the load.</param>
    /// <param name="binSeconds">How long a bin is.</param>
    /// <param name="first">When the first connection failed, as a bin alone does not say it; null: none did.</param>
    internal static IReadOnlyList<FailingSpan> Of(IEnumerable<(double T, long Failed)> bins, double binSeconds, double? first)
    {
        var spans = new List<FailingSpan>();
        var end = 0.0;
        foreach (var (t, failed) in bins)
        {
            end = t + binSeconds;
            if (failed == 0)
            {
                continue;
            }

            if (spans is [.., { UntilSeconds: { } until }] && t - until < Gap)
            {
                spans[^1] = spans[^1] with { UntilSeconds = end };
            }
            else
            {
                spans.Add(new FailingSpan(spans.Count == 0 ? first ?? t : Round(t), end));
            }
        }

        return [.. spans.Select(span =>
            span with { UntilSeconds = end - span.UntilSeconds < Gap ? null : Round(span.UntilSeconds!.Value) })];
    }

    private static double Round(double seconds) => Math.Round(seconds, 6);
}
