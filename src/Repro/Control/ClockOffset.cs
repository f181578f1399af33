namespace Repro.Control;

/// <summary>How a host's clock stands to the run's.</summary>
/// <param name="Nanoseconds">What it is ahead by.</param>
/// <param name="Bound">By how much that may be wrong, at the most; nanoseconds.</param>
internal readonly record struct ClockOffset(long Nanoseconds, long Bound)
{
    /// <summary>That of a host that goes by the run's own clock.</summary>
    public static ClockOffset None => default;

    /// <summary>
    /// What a question and its answer show (Cristian's algorithm): the host's clock was read at some moment between the two.
    /// </summary>
    /// <param name="asked">The run's clock at the question.</param>
    /// <param name="read">The host's clock.</param>
    /// <param name="answered">The run's clock at the answer.</param>
    public static ClockOffset Of(long asked, long read, long answered)
    {
        var way = (answered - asked) / 2;
        return new ClockOffset(read - (asked + way), answered - asked - way);
    }

    /// <summary>What holds from this comparison to a later one: clocks may drift apart.</summary>
    public ClockOffset Until(ClockOffset later) =>
        this with { Bound = Math.Max(Bound, Math.Abs(later.Nanoseconds - Nanoseconds) + later.Bound) };
}
