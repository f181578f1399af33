using Repro.Knobs;
using Repro.Model;
using Repro.Physics;
using Repro.Proxies;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What a lab can't hold.</summary>
internal static class Limits
{
    private const int MaxTuples = 4096;
    private const double MaxRequests = 50_000_000;

    // Without a formula every request is gone through for the prediction: half a second for these.
    private const double MaxSimulated = 2_000_000;

    // Some seconds for the plan, on one core.
    private const double MaxSimulatedPerPlan = 10_000_000;

    /// <summary>What is too much about all cases together; null for nothing.</summary>
    public static string? OfPlan(IEnumerable<PlannedCase> cases)
    {
        var simulated = cases
            .Where(planned => planned.Conditions.Load.Arrivals != ArrivalKind.Constant || planned.Conditions.Steps.Any)
            .Select(planned => planned.Conditions.Load.Law)
            .Sum(law => law.MeanPerSecond * law.DurationSeconds);
        return simulated > MaxSimulatedPerPlan
            ? FormattableString.Invariant(
                $"{simulated:0} requests over all cases are more than a plan can hold, which has to go through each for its prediction; ")
                + FormattableString.Invariant(
                    $"keep cases × rate × duration within {MaxSimulatedPerPlan:0} with arrivals other than constant or steps")
            : null;
    }

    /// <summary>Everything about the conditions that can't be had.</summary>
    public static IEnumerable<string> Exceeded(Conditions conditions, Goal goal)
    {
        if (conditions.Tuples > MaxTuples)
        {
            yield return $"{conditions.Tuples} tuples are more than the lab can hold; keep addresses × backends × ports within {MaxTuples}";
            yield break;
        }

        foreach (var refusal in KnobRegistry.All.SelectMany(knob => knob.Refusals(conditions)))
        {
            yield return refusal;
        }

        if (goal == Goal.Threshold && Prefill.Ports(conditions) > 0)
        {
            yield return "a threshold is looked for with all ports; leave prefill out";
        }

        if (goal == Goal.Threshold && conditions.Steps.Any)
        {
            yield return "a threshold is looked for in labs that stay as they are; leave steps out";
        }

        if (goal == Goal.Threshold && conditions.HasNat)
        {
            yield return "a threshold is looked for without a NAT, whose ports are free as soon as their connections are over; "
                + "leave nat out";
        }

        if (goal == Goal.Threshold && conditions.HasServices)
        {
            yield return "a threshold is looked for with all ports; leave services out";
        }

        var law = conditions.Load.Law;
        var isSimulated = law.Kind != ArrivalKind.Constant || conditions.Steps.Any;
        var most = isSimulated ? MaxSimulated : MaxRequests;
        if (law.MeanPerSecond * law.DurationSeconds > most)
        {
            yield return FormattableString.Invariant(
                $"{law.MeanPerSecond * law.DurationSeconds:0} requests are more than a case can hold; ")
                + FormattableString.Invariant(
                    $"keep rate × duration within {most:0} with {(law.Kind != ArrivalKind.Constant || !isSimulated
                        ? $"{law.Kind.ToString().ToLowerInvariant()} arrivals"
                        : "steps")}");
        }

        if (goal == Goal.Threshold && law.Kind != ArrivalKind.Constant)
        {
            yield return "a threshold is looked for with constant arrivals; leave load.arrivals out";
        }

        if (conditions.Backends.Delay >= conditions.Load.Timeout)
        {
            yield return "every request would time out: keep backends.delay below load.timeout";
        }

        foreach (var refusal in CommandRefusals.Of(conditions, goal))
        {
            yield return refusal;
        }

        foreach (var refusal in ProxyKinds.Refusals(conditions))
        {
            yield return refusal;
        }
    }
}
