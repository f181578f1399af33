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
    public static bool Is(RecordedCase recorded) => recorded.End?.Proxy is not { Prefilled: > 0 }
        && CaseConditions.Of(recorded.File).Load.Arrivals is ArrivalKind.Constant or ArrivalKind.Poisson;
}
