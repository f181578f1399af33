namespace Repro.Physics;

/// <summary>
/// How long connections keep their ports from others, in seconds. The timer wheel rounds each of them up by another part.
/// </summary>
/// <param name="Shortest">Before it no port comes free.</param>
/// <param name="Mean">On average.</param>
/// <param name="Longest">
/// At no moment are more ports held than if each were held so long: they come free a whole granule's at a time.
/// </param>
internal readonly record struct HoldTime(double Shortest, double Mean, double Longest)
{
    /// <summary>A timer of the kernel's wheel.</summary>
    public static HoldTime OfTimer(double seconds, int hertz) =>
        new(seconds, TimerWheel.MeanSeconds(seconds, hertz), seconds + TimerWheel.GranuleSeconds(seconds, hertz));

    /// <summary>The same, so much later.</summary>
    public HoldTime After(double seconds) => new(seconds + Shortest, seconds + Mean, seconds + Longest);

    /// <summary>The same, ended after so many seconds.</summary>
    public HoldTime Within(double seconds) => new(Math.Min(Shortest, seconds), Math.Min(Mean, seconds), Math.Min(Longest, seconds));
}
