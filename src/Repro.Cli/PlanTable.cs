using Repro.Charts;
using Repro.Planning;
using Repro.Scenarios;
using Spectre.Console;

namespace Repro.Cli;

/// <summary>A plan, for a person at a terminal.</summary>
internal static class PlanTable
{
    // All columns but the first, with ports and rates in the thousands.
    private const int WidthWithoutIds = 70;

    public static void Print(Scenario scenario, Plan plan)
    {
        var console = Terminal.Results;
        console.MarkupLineInterpolated($"[bold]{scenario.Name}[/]: {scenario.Question}");
        console.WriteLine();
        // What follows from the other columns gives way to whole names: capacity is ports × tuples, and the knee half of the first failure.
        var isWide = console.Profile.Width >= WidthWithoutIds + plan.Cases.Select(planned => planned.Id.Length).DefaultIfEmpty().Max();
        var table = Terminal.PlainTable();
        table.AddNameColumn("Case");
        table.AddNumberColumn("Ports ×\ntuples");
        if (isWide)
        {
            table.AddNumberColumn("Capacity");
        }

        table.AddNumberColumn("Held\nfor");
        table.AddNumberColumn("Fails\nabove");
        if (isWide)
        {
            table.AddNumberColumn("connect()\nslows");
        }

        table.AddNumberColumn("First\nfailure");
        foreach (var planned in plan.Cases)
        {
            var hop = planned.Prediction.Bottleneck;
            string[] cells =
            [
                Markup.Escape(planned.Id),
                $"{hop.PortsPerTuple:#,0} × {hop.Tuples:#,0}",
                .. isWide ? [$"{hop.CapacityPorts:#,0}"] : Array.Empty<string>(),
                $"{hop.HoldSeconds:0.0} s",
                Threshold(hop),
                .. isWide ? [hop.KneeSeconds is { } knee ? $"{knee:0.00} s" : "never"] : Array.Empty<string>(),
                Onset(hop, planned.Conditions.Load.Duration),
            ];
            table.AddRow(cells);
        }

        console.Write(table);
        console.WriteLine();
        console.WriteLine($"Held for: TIME_WAIT at HZ={plan.Kernel.Hertz}, or the delay after which it may be reused.");
        if (plan.Cases.Any(planned => IsBand(planned.Prediction.Bottleneck)))
        {
            console.WriteLine("Fails above: between the two rates a few fail, as ports come free a timer's granule at a time; above them the ports can't keep up.");
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

        foreach (var planned in plan.Cases.Where(planned => planned.PredictedOnly is not null))
        {
            console.WriteLine($"{planned.Id}: predicted only, as {planned.PredictedOnly}.");
        }

        foreach (var planned in plan.Cases.Where(planned => planned.Prediction.Bottleneck != planned.Prediction.Upstream))
        {
            console.WriteLine($"{planned.Id}: {planned.Prediction.Bottleneck.Name} runs out first, not {planned.Prediction.Upstream.Name}.");
        }
    }

    private static bool IsBand(Hop hop) => hop.SafePerSecond is not null && Text(hop.SafePerSecond) != Text(hop.ThresholdPerSecond);

    private static string Threshold(Hop hop) => hop.ThresholdPerSecond is null ? "–"
        : IsBand(hop) ? $"{Text(hop.SafePerSecond)[..^2]}–{Text(hop.ThresholdPerSecond)}"
        : Text(hop.ThresholdPerSecond);

    private static string Text(double? rate) => Wording.Threshold(rate, "–");

    private static string Onset(Hop hop, TimeSpan duration)
    {
        var onset = Wording.Onset(hop.OnsetSeconds, hop.EarliestOnsetSeconds, hop.LatestOnsetSeconds);
        return hop.OnsetSeconds > duration.TotalSeconds ? $"({onset})" : onset;
    }
}
