using System.Globalization;
using Repro.Charts;
using Repro.Watching;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Repro.Cli;

/// <summary>What is seen of a host, for a person at a terminal.</summary>
internal static class WatchView
{
    private const int MostTuples = 8;
    private const int MostMitigations = 8;

    private static readonly Column<TupleReport>[] Columns =
    [
        new("Source →\ndestination", tuple => $"{tuple.Source} → {tuple.Destination}")
        {
            Kind = ColumnKind.Name, Terminal = TerminalUse.Always,
        },
        new("In use", tuple => Format.Count(tuple.InUse)) { Terminal = TerminalUse.Always },
        new("TIME_WAIT", tuple => Format.Count(tuple.TimeWait)) { Terminal = TerminalUse.Always },
        new("Free", tuple => Format.Count(tuple.Free)) { Terminal = TerminalUse.Always },
        new("More in\na second", tuple => Number(tuple.ClosedPerSecond + Math.Max(0, tuple.OpenGrowthPerSecond)))
        {
            Terminal = TerminalUse.Always,
        },
        new("Threshold", tuple => $"{Number(tuple.ThresholdPerSecond)}/s") { Terminal = TerminalUse.WhereWide },
        new("connect()\nslows", tuple => When(tuple.SlowInSeconds)) { Terminal = TerminalUse.WhereWide },
        new("No port\nleft", tuple => When(tuple.ExhaustedInSeconds)) { Terminal = TerminalUse.Always },
    ];

    /// <summary>Lays a report out for a window.</summary>
    /// <param name="report">The report.</param>
    /// <param name="width">Columns of the window.</param>
    /// <param name="isBrief">Whether of what would help the names are enough.</param>
    public static IRenderable Of(HostReport report, int width, bool isBrief)
    {
        var parts = new List<IRenderable> { new Text(Headline(report)), Text.Empty };
        if (report.Tuples.Count > 0)
        {
            parts.Add(TerminalTable.Of(TextTable.Of(Columns, report.Tuples.Take(MostTuples)), width));
            if (report.TupleCount > MostTuples)
            {
                parts.Add(new Text($"and {Noun.Counted(report.TupleCount - MostTuples, "tuple")} more"));
            }

            parts.AddRange(report.Tuples.Take(MostTuples).Where(tuple => tuple.Processes.Count > 0).Select(tuple =>
                new Text($"{tuple.Destination}: open connections of {string.Join(", ", tuple.Processes)}")));
            parts.Add(Text.Empty);
        }

        foreach (var finding in report.Findings)
        {
            parts.Add(new Text($"{finding.Id.Name()}: {finding.Text}. {finding.Remedy}"));
        }

        if (report.Findings.Count == 0)
        {
            parts.Add(new Text("Nothing is wrong with the ports of this host."));
        }

        if (report.Mitigations.Count > 0)
        {
            parts.Add(Text.Empty);
            parts.Add(new Text("What of the catalogue would help here (repro mitigations NAME tells more):"));
            parts.AddRange(report.Mitigations.Take(MostMitigations).Select(advice => new Padder(
                new Text($"{advice.Mitigation}: {Carries(advice)}{(isBrief ? "" : $"; {advice.Summary}. Risk: {advice.Risk}.")}"),
                new Padding(2, 0, 0, 0))));
        }

        return new Rows(parts);
    }

    private static string Headline(HostReport report)
    {
        var states = report.States.Where(state => state.Key is "TIME_WAIT" or "ESTABLISHED" or "CLOSE_WAIT")
            .Select(state => $"{state.Key} {Format.Count(state.Value)}");
        return $"Ports {report.Range.Replace(' ', '–')}: {Format.Count(report.PortsPerTuple)} for each tuple"
            + $"{(report.ReservedPorts > 0 ? $", {Format.Count(report.ReservedPorts)} reserved" : "")}. "
            + $"{Number(report.OpenedPerSecond)} connections/s opened. {string.Join(", ", states)}";
    }

    private static string Carries(Advice advice) => advice.Factor is { } factor
        ? $"carries ×{Number(factor)}, {Number(advice.ThresholdPerSecond!.Value)}/s"
        : "no limit by ports";

    private static string When(double? seconds) => seconds switch
    {
        null => "never",
        0 => "now",
        { } value => $"in {Format.Duration(Math.Round(value, value < 100 ? 1 : 0))}",
    };

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);
}
