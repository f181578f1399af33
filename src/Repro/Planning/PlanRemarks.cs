using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What a plan's figures don't say, and whoever is about to run it wants to know.</summary>
public static class PlanRemarks
{
    /// <summary>Whose ports are free at once, and why.</summary>
    public static IEnumerable<string> FreeAtOnce(Plan plan) =>
        from why in plan.Cases.GroupBy(planned => Proxies.FreeAtOnce.Reason(planned.Conditions), planned => planned.Label)
        where why.Key is not null
        select $"{string.Join(", ", why.Distinct())}: {why.Key}.";

    /// <summary>When ports are missing in the loads in whose course something is changed.</summary>
    public static IEnumerable<string> Failing(Plan plan) =>
        from planned in plan.Cases
        let failing = planned.Prediction.Bottleneck.Failing
        where failing is not null
        select $"{planned.Id}: ports are missing {Spans(failing)}.";

    private static string Spans(IReadOnlyList<FailingSpan> spans) => spans.Count == 0 ? "at no moment" : string.Join(
        ", and ",
        spans.Select(span => FormattableString.Invariant($"from {span.FromSeconds:0.00} s ")
            + (span.UntilSeconds is { } until ? FormattableString.Invariant($"to {until:0.00} s") : "to the end")));

    /// <summary>Which loads end too near to the predicted first failure to tell whether it comes.</summary>
    public static IEnumerable<string> TooShort(Plan plan) =>
        from planned in plan.Cases
        let onset = planned.Prediction.Bottleneck.OnsetSeconds
        where plan.Goal == Goal.Onset && LoadEnd.IsTooNear(onset, planned.Conditions.Load.Duration.TotalSeconds)
        select $"{planned.Id}: the load ends when the first failure is predicted, too near to tell; "
            + FormattableString.Invariant($"use load.duration of {LoadEnd.Enough(onset!.Value)} s or more.");
}
