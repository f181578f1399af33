using Repro.Physics;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>
/// Which cases say something about a threshold. A ramp is at its rate for a moment only, bursts can fail far below it, and ports that were
/// filled before the load are not the load's own.
/// </summary>
internal static class SteadyLoad
{
    /// <summary>Whether the load had one rate from its start to its end, and all ports.</summary>
    public static bool Is(RecordedCase recorded) => WhyNot(recorded) is null;

    /// <summary>Why it says nothing about a threshold; null where it does.</summary>
    public static string? WhyNot(RecordedCase recorded) => recorded switch
    {
        { End.Openers.Prefilled: > 0 } => "ports were filled before the load",
        _ when CaseConditions.Of(recorded.File).Load.Arrivals is not (ArrivalKind.Constant or ArrivalKind.Poisson) =>
            "the load had no one rate",
        _ when CaseConditions.Of(recorded.File).Steps.Any => "conditions changed in the course of the load",
        _ => null,
    };
}
