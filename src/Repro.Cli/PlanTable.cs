using Repro.Planning;
using Repro.Scenarios;
using Spectre.Console;

namespace Repro.Cli;

/// <summary>A plan, for a person at a terminal.</summary>
internal static class PlanTable
{
    public static void Print(Scenario scenario, Plan plan)
    {
        var console = Terminal.Results;
        console.MarkupLineInterpolated($"[bold]{scenario.Name}[/]: {scenario.Question}");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Case");
        table.AddColumn(new TableColumn("Ports × tuples").RightAligned());
        table.AddColumn(new TableColumn("Capacity").RightAligned());
        table.AddColumn(new TableColumn("Held for").RightAligned());
        table.AddColumn(new TableColumn("Fails above").RightAligned());
        table.AddColumn(new TableColumn("connect() slow at").RightAligned());
        table.AddColumn(new TableColumn("First failure").RightAligned());
        foreach (var planned in plan.Cases)
        {
            var hop = planned.Prediction.Bottleneck;
            table.AddRow(
                Markup.Escape(planned.Id),
                $"{hop.PortsPerTuple:#,0} × {hop.Tuples:#,0}",
                $"{hop.CapacityPorts:#,0}",
                $"{hop.HoldSeconds:0.0} s",
                $"{hop.ThresholdPerSecond:#,0.0}/s",
                hop.KneeSeconds is { } knee ? $"{knee:0.00} s" : "never",
                Onset(hop, planned.Conditions.Load.Duration));
        }

        console.Write(table);
        console.WriteLine($"Held for: TIME_WAIT at HZ={plan.Hertz}, or the delay after which it may be reused.");
        foreach (var planned in plan.Cases.Where(planned => planned.Prediction.Bottleneck != planned.Prediction.Upstream))
        {
            console.WriteLine($"{planned.Id}: {planned.Prediction.Bottleneck.Name} runs out first, not {planned.Prediction.Upstream.Name}.");
        }
    }

    private static string Onset(Hop hop, TimeSpan duration) => hop.OnsetSeconds switch
    {
        null => "never",
        { } onset when onset > duration.TotalSeconds => $"{onset:0.00} s (the load ends before)",
        { } onset => $"{onset:0.00} s",
    };
}
