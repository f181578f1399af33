using Repro.Planning;

namespace Repro.Deployment;

/// <summary>Descriptors that a case needs in its busiest process, and how many a process may have.</summary>
internal static class OpenFiles
{
    // The runtime's own, listeners, samplers.
    private const int Others = 200;

    /// <summary>Why a case would run out of descriptors; null where it would not.</summary>
    /// <param name="planned">The case.</param>
    /// <param name="most">Descriptors that a process may have where it runs; null where that is not known.</param>
    public static string? Problem(PlannedCase planned, int? most) => most is { } limit && Needed(planned) is var needed && needed > limit
        ? $"it would need {needed} open files in one process, which may have {limit}: raise the limit (ulimit -Hn), or lower the rate, "
            + "backends.delay or backends.finDelay"
        : null;

    /// <summary>Descriptors of the process that needs the most.</summary>
    public static int Needed(PlannedCase planned)
    {
        var conditions = planned.Conditions;
        var (rate, duration) = (conditions.Load.Law.PeakPerSecond, conditions.Load.Duration.TotalSeconds);
        // A backend whose FIN is late keeps a socket in CLOSE_WAIT; a proxy has two for a request that is under way.
        var backend = rate / conditions.Backends.Count
            * Math.Min(duration, conditions.Backends.Delay.TotalSeconds + conditions.Backends.FinDelay.TotalSeconds);
        var opener = (conditions.HasProxy ? 2 : 1) * rate / conditions.Openers * Math.Min(duration, conditions.Backends.Delay.TotalSeconds);
        return Others + (int)Math.Min(int.MaxValue / 2, Math.Max(backend, opener));
    }
}
