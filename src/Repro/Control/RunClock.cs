namespace Repro.Control;

/// <summary>The clock of a run, by which its hosts' clocks are compared.</summary>
/// <param name="time">Where it comes from; on Linux the system's is CLOCK_MONOTONIC.</param>
internal sealed class RunClock(TimeProvider time)
{
    /// <summary>Now, in nanoseconds.</summary>
    public long Now => (long)((Int128)time.GetTimestamp() * 1_000_000_000 / time.TimestampFrequency);
}
