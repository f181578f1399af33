namespace Repro.Physics;

/// <summary>Whether a load lasts long enough beyond a predicted onset to tell whether ports run out.</summary>
internal static class LoadEnd
{
    // Of the load. A prediction that is late by a few percent is right; a load that ends in between has not shown the contrary.
    private const double Late = 0.95;

    /// <summary>Whether the load ends when ports are predicted to run out, or so soon after that it can't tell.</summary>
    public static bool IsTooNear(double? onsetSeconds, double durationSeconds) =>
        onsetSeconds <= durationSeconds && onsetSeconds > durationSeconds * Late;

    /// <summary>The shortest load in whole seconds that can tell.</summary>
    public static double Enough(double onsetSeconds) => Math.Ceiling(onsetSeconds / Late);
}
