namespace Repro.Physics;

/// <summary>When the first connection fails, in seconds since the load started, and how sure that is.</summary>
/// <param name="Seconds">When it is expected to; null: never.</param>
/// <param name="EarliestSeconds">From when on it may; null where it is not before <paramref name="Seconds"/>, or never.</param>
/// <param name="LatestSeconds">Until when it has; null where it is by <paramref name="Seconds"/>, or need not come at all.</param>
internal readonly record struct Onset(double? Seconds, double? EarliestSeconds = null, double? LatestSeconds = null)
{
    /// <summary>It may go either way: a failure at that moment or later, or none.</summary>
    public static Onset Perhaps(double seconds) => new(null, seconds);
}
