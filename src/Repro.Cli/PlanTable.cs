using Repro.Charts;
using Repro.Physics;
using Repro.Planning;
using Repro.Scenarios;
using Spectre.Console;

namespace Repro.Cli;

/// <summary>A plan, for a person at a terminal; in the words and with the digits of a report.</summary>
internal static class PlanTable
{
    // What follows from the other columns gives way to whole names: capacity is ports × tuples, and the knee half of the first failure.
    private static readonly Column<PlannedCase>[] Columns =
    [
        new("Case", planned => planned.Id) { Kind = ColumnKind.Name, Terminal = TerminalUse.Always },
        new("Ports ×\ntuples", planned => Ports(planned.Prediction.Bottleneck)) { Terminal = TerminalUse.Always },
        new("Capacity", planned => Format.Count(planned.Prediction.Bottleneck.CapacityPorts)) { Terminal = TerminalUse.WhereWide },
        new("Held\nfor", planned => Format.HeldFor(planned.Prediction.Bottleneck.HoldSeconds)) { Terminal = TerminalUse.Always },
        new("Threshold", planned => Threshold(planned.Prediction)) { Terminal = TerminalUse.Always },
        new("connect()\nslows", planned => Knee(planned.Prediction.Upstream)) { Terminal = TerminalUse.WhereWide },
        new("First\nfailure", planned => Onset(planned.Prediction.Bottleneck, planned.Conditions.Load.Duration))
        {
            Terminal = TerminalUse.Always,
        },
    ];

    public static void Print(IAnsiConsole console, Scenario scenario, Plan plan)
    {
        console.MarkupLineInterpolated($"[bold]{scenario.Name}[/]{(scenario.Question.Length > 0 ? $": {scenario.Question}" : "")}");
        console.WriteLine();
        console.Write(TerminalTable.Of(TextTable.Of(Columns, plan.Cases), console.Profile.Width));
        console.WriteLine();
        console.WriteLine($"Held for: TIME_WAIT at HZ={plan.Kernel.Hertz}, or the delay after which it may be reused.");
        if (plan.Cases.Any(planned =>
            Format.IsBand(planned.Prediction.Limiting.SafePerSecond, planned.Prediction.Limiting.ThresholdPerSecond)))
        {
            console.WriteLine(
                "Threshold: between the two rates a few fail, as ports come free a timer's granule at a time; above them the ports can't "
                + "keep up.");
        }

        if (plan.Cases.Any(planned => planned.Conditions.Load.Arrivals != ArrivalKind.Constant))
        {
            console.WriteLine("Threshold: of a constant rate. Bursts and Poisson arrivals of a lower mean rate may run out, too.");
        }

        if (plan.Cases.Any(planned => planned.Prediction.Bottleneck.OnsetSeconds > planned.Conditions.Load.Duration.TotalSeconds))
        {
            console.WriteLine("(In brackets: the load ends before.)");
        }

        if (plan.Goal == Goal.Threshold)
        {
            console.WriteLine("The threshold is narrowed down from there, by labs at one rate each.");
        }

        foreach (var (label, summary) in plan.Cases.Select(planned => (planned.Label, planned.Summary)).Distinct())
        {
            console.WriteLine($"{label}: {summary}");
        }

        foreach (var planned in plan.Cases.Where(planned =>
            planned.Conditions.Load.Law.OfferedPerSecond != planned.Conditions.Load.Rate.PerSecond))
        {
            var load = planned.Conditions.Load;
            console.WriteLine(
                $"{planned.Id}: bursts of {Format.Count(load.Burst)} come to {Noun.Counted(load.Law.Count(), "request")} in "
                + $"{Format.Duration(load.Duration.TotalSeconds)}: "
                + $"{Format.Rate(load.Law.OfferedPerSecond)}, not the {Format.Rate(load.Rate.PerSecond)} of load.rate.");
        }

        foreach (var planned in plan.Cases.Where(planned => planned.Prediction.Bottleneck.DependsOn is not null))
        {
            console.WriteLine($"{planned.Id}: it depends on {planned.Prediction.Bottleneck.DependsOn}.");
        }

        foreach (var (planned, restarts) in plan.Cases.Select(planned => (planned, planned.Prediction.Restarts)))
        {
            if (restarts is not null)
            {
                console.WriteLine($"{planned.Id}: " + RestartText.Forecast(
                    restarts.Services, restarts.InRange, restarts.Restarts, restarts.LeastTakenShare, restarts.MostTakenShare));
            }
        }

        foreach (var remark in PlanRemarks.FreeAtOnce(plan).Concat(PlanRemarks.Failing(plan)).Concat(PlanRemarks.TooShort(plan)))
        {
            console.WriteLine(remark);
        }

        foreach (var planned in plan.Cases.Where(planned => planned.PredictedOnly is not null))
        {
            console.WriteLine($"{planned.Id}: predicted only, as {planned.PredictedOnly}.");
        }

        foreach (var (planned, prediction) in plan.Cases.Select(planned => (planned, planned.Prediction)))
        {
            if (prediction.Bottleneck is { OnsetSeconds: not null } first && first != prediction.Upstream)
            {
                console.WriteLine($"{planned.Id}: {prediction.Bottleneck.Name} runs out first, not {prediction.Upstream.Name}.");
            }

            if (prediction.Limiting != prediction.Bottleneck)
            {
                console.WriteLine($"{planned.Id}: the threshold is that of {prediction.Limiting.Name}, the lowest of its hops.");
            }
        }
    }

    private static string Ports(Hop hop) => $"{Format.Count(hop.PortsPerTuple)} × {Format.Count(hop.Tuples)}";

    private static string Knee(Hop hop) => hop.KneeSeconds is { } knee ? Format.Seconds(knee) : "never";

    private static string Threshold(Prediction prediction) =>
        Format.Threshold(prediction.Limiting.SafePerSecond, prediction.Limiting.ThresholdPerSecond, "none")
        + (prediction.Limiting == prediction.Bottleneck ? "" : $"\n{prediction.Limiting.Name}");

    private static string Onset(Hop hop, TimeSpan duration)
    {
        var onset = Format.OnsetCell(hop.OnsetSeconds, hop.EarliestOnsetSeconds, hop.LatestOnsetSeconds);
        return hop.OnsetSeconds > duration.TotalSeconds ? $"({onset})" : onset;
    }
}
