namespace Repro.Physics;

/// <summary>
/// The kernel's timer wheel (kernel/time/timer.c): eight or nine levels of 64 buckets, each level eight times coarser than the one below.
/// A timer fires at the end of its bucket, so a long one fires up to a whole granule late.
/// </summary>
internal static class TimerWheel
{
    /// <summary>What is assumed where the kernel's timer frequency can't be read.</summary>
    public const int DefaultHertz = 250;

    private const int BucketsPerLevel = 64;
    private const int LevelFactor = 8;

    /// <summary>The granule, in seconds, of a timer that is set to fire after <paramref name="seconds"/> on a kernel of this HZ.</summary>
    public static double GranuleSeconds(double seconds, int hertz)
    {
        var ticks = seconds * hertz;
        var granule = 1L;
        // Level n holds what is due within 63 × 8ⁿ ticks (LVL_START in timer.c).
        while (ticks >= (BucketsPerLevel - 1) * granule)
        {
            granule *= LevelFactor;
        }

        return (double)granule / hertz;
    }

    /// <summary>How long a timer of <paramref name="seconds"/> really runs, on average: half a granule longer.</summary>
    public static double MeanSeconds(double seconds, int hertz) => seconds + (GranuleSeconds(seconds, hertz) / 2);

    /// <summary>
    /// When a timer fires that is set at a moment to run for so many seconds; both moments since a tick of number 0. It is the end of its
    /// bucket, later than the timer's due time even where that is a bucket's end (calc_index in timer.c rounds up).
    /// </summary>
    public static double FiresAt(double setAt, double seconds, int hertz)
    {
        var granule = (long)Math.Round(GranuleSeconds(seconds, hertz) * hertz);
        var due = (long)Math.Floor((setAt * hertz) + 1e-6) + (long)Math.Ceiling((seconds * hertz) - 1e-6);
        return (double)((due / granule) + 1) * granule / hertz;
    }
}
