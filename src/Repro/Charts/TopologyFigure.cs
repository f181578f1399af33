using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>The hosts of a case, what each hop's ports can carry, and the hop that ran out.</summary>
internal static class TopologyFigure
{
    private const int MostBoxes = 4;
    private const double BoxWidth = 128;
    private const double BoxHeight = 36;
    private const double BoxGap = 14;
    private const double GaugeWidth = 190;
    private const double LeastHeight = 104;

    public static Figure Draw(RunSummary run, CaseSummary summary, string name, string figureName)
    {
        var topology = summary.Topology;
        var figure = new FigureBuilder(
            Title(summary, name),
            "What each hop's ports can carry: port range × tuples (source address, destination address, destination port). Ports of the "
                + (topology.HasProxy
                    ? $"proxy: {topology.ProxyPorts}, of the clients: {topology.ClientPorts}."
                    : $"clients: {topology.ClientPorts}."),
            string.Join(" ", summary.Hops.Select(hop => string.Join(", ", Lines(summary, hop)) + ".")));
        var page = figure.Page;
        var rows = Math.Max(Math.Min(topology.Clients, MostBoxes), Math.Min(topology.Backends, MostBoxes));
        var height = Math.Max(LeastHeight, (rows * (BoxHeight + BoxGap)) - BoxGap);
        var top = figure.Bottom + 10;
        var middle = top + (height / 2);
        var (left, centre, right) = (FigureBuilder.Margin, (page.Width - BoxWidth) / 2.0, figure.Right - BoxWidth);
        var boxes = (Clients: Centres(topology.Clients, middle), Backends: Centres(topology.Backends, middle));
        var hasMiddle = topology.HasProxy || topology.NatPorts is not null;
        var (sources, from) = hasMiddle ? ([middle], centre) : (boxes.Clients, left);
        if (hasMiddle)
        {
            DrawHop(page, summary, summary.Hops[0], left + BoxWidth, centre, boxes.Clients, sources, top, height);
        }

        DrawHop(page, summary, summary.Hops[^1], from + BoxWidth, right, sources, boxes.Backends, top, height);
        Boxes(
            page, left, boxes.Clients, "client", topology.Clients, topology.HasProxy ? "" : Sources(topology.ClientAddresses ?? 1));
        if (topology.HasProxy)
        {
            Boxes(page, centre, sources, topology.Proxy == "builtin" ? "proxy" : topology.Proxy, 1, Sources(topology.ProxyAddresses));
        }

        if (topology.NatAddresses is { } addresses)
        {
            Boxes(page, centre, sources, "NAT", 1, Sources(addresses));
        }

        Boxes(page, right, boxes.Backends, "backend", topology.Backends, Listens(topology));
        figure.Bottom = top + height + 14;
        return figure.Finish(figureName, Caption.Of(run, summary));
    }

    private static string Title(CaseSummary summary, string name) => summary switch
    {
        { HasFigures: false } => $"{name}: {summary.Hop} is predicted to run out first",
        { RanOut: true, FirstFailureSeconds: { } onset } =>
            $"{name}: {summary.Hop} runs out first, at {Format.Count(summary.Measured.ConnectionsBeforeFirstFailure ?? 0)} "
            + $"{Noun.Of(summary.Measured.ConnectionsBeforeFirstFailure ?? 0, "connection")} after {Format.Seconds(onset)}",
        { NeverFails: false } =>
            $"{name}: no hop ran out in {Format.Duration(summary.DurationSeconds)} at {Format.Rate(summary.OfferedPerSecond)}",
        _ => $"{name}: no hop runs out at {Format.Rate(summary.OfferedPerSecond)}",
    };

    private static double[] Centres(int count, double middle)
    {
        var shown = Math.Min(count, MostBoxes);
        return [.. Enumerable.Range(0, shown).Select(index => middle + ((index - ((shown - 1) / 2.0)) * (BoxHeight + BoxGap)))];
    }

    private static void Boxes(Page page, double x, double[] centres, string role, int count, string below)
    {
        for (var i = 0; i < centres.Length; i++)
        {
            // The last box stands for those that there is no room for.
            var last = i == centres.Length - 1;
            var name = count == 1 ? role : last && count > MostBoxes ? $"{role}-{MostBoxes}…{count}" : $"{role}-{i + 1}";
            page.Rectangle(x, centres[i] - (BoxHeight / 2), BoxWidth, BoxHeight, Palette.Band, stroke: Palette.Line, radius: 6);
            page.Text(x + (BoxWidth / 2), centres[i] + (below.Length > 0 ? -2 : 4), name, anchor: "middle", bold: true);
            if (below.Length > 0)
            {
                page.Text(x + (BoxWidth / 2), centres[i] + 13, below, Palette.Muted, "middle", 11);
            }
        }
    }

    private static void DrawHop(
        Page page, CaseSummary summary, HopSummary hop, double from, double to, IReadOnlyList<double> sources,
        IReadOnlyList<double> targets, double top, double height)
    {
        var exhausted = summary is { HasFigures: true, RanOut: true } && hop.Name == summary.Hop;
        var colour = exhausted ? Palette.Failed : Palette.Line;
        var middle = (from + to) / 2;
        foreach (var source in sources)
        {
            foreach (var target in targets)
            {
                page.Path([(from, source), (from + 22, source), (to - 22, target), (to, target)], colour, exhausted ? 2 : 1.25);
            }
        }

        var lines = Lines(summary, hop);
        var boxHeight = (lines.Count * 16) + 28;
        var y = top + (height / 2) - (boxHeight / 2.0);
        var half = (Math.Max(GaugeWidth, lines.Max(line => TextLines.Width(line, 12, bold: true))) / 2) + 10;
        page.Rectangle(middle - half, y, half * 2, boxHeight, Palette.Paper, stroke: colour, radius: 6);
        for (var i = 0; i < lines.Count; i++)
        {
            page.Text(
                middle,
                y + 18 + (i * 16),
                lines[i],
                i == lines.Count - 1 && exhausted ? Palette.Failed : i == 0 ? Palette.Ink : Palette.Muted,
                "middle",
                12,
                bold: i == 0 || (i == lines.Count - 1 && exhausted));
        }

        var gauge = y + boxHeight - 14;
        page.Rectangle(middle - (GaugeWidth / 2), gauge, GaugeWidth, 6, Palette.Grid, radius: 3);
        page.Rectangle(
            middle - (GaugeWidth / 2), gauge, GaugeWidth * Math.Min(1, hop.PeakPorts / (double)Math.Max(1, hop.CapacityPorts)), 6,
            exhausted ? Palette.Failed : Palette.TimeWait, radius: 3);
    }

    private static List<string> Lines(CaseSummary summary, HopSummary hop)
    {
        var lines = new List<string>
        {
            hop.Name,
            $"{Format.Count(hop.PortsPerTuple)} ports × {Format.Count(hop.Tuples)} {Noun.Of(hop.Tuples, "tuple")} = "
            + $"{Format.Count(hop.CapacityPorts)}",
            $"each {Format.Held(hop.HoldSeconds)}: {Format.Threshold(hop.ThresholdPerSecond, "no threshold")}",
        };
        if (summary.HasFigures)
        {
            lines.Add(summary.RanOut && hop.Name == summary.Hop
                ? $"ran out after {Format.Seconds(summary.FirstFailureSeconds ?? 0)}"
                : $"{Format.Count(hop.PeakPorts)} in use at most");
        }

        return lines;
    }

    private static string Sources(int addresses) => addresses == 1 ? "1 source address" : $"{addresses} source addresses";

    private static string Listens(TopologySummary topology) => (topology.BackendAddresses, topology.BackendPorts) switch
    {
        (1, 1) => "1 address, 1 port",
        (var addresses, 1) => $"{addresses} addresses",
        (1, var ports) => $"{ports} ports",
        var (addresses, ports) => $"{addresses} × {ports} addresses, ports",
    };
}
