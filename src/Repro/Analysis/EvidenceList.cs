using Repro.Knobs;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What a recorded case shows of its knobs.</summary>
internal static class EvidenceList
{
    /// <summary>
    /// The sysctls of the hosts whose ports run out as they read back, and what every knob's proof saw. What proves several knobs at once
    /// is listed once.
    /// </summary>
    public static IReadOnlyList<Evidence> Of(RecordedCase recorded)
    {
        var conditions = CaseConditions.Of(recorded.File);
        var seen = new ObservedCase(recorded);
        return [.. seen.Sysctls.Select(Evidence.OfSysctl)
            .Concat(KnobRegistry.All.SelectMany(knob => knob.Proof(conditions, seen))).Distinct()];
    }
}
