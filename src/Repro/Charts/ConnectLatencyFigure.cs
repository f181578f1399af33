using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>How long connect() takes by the share of ports that are taken: the knee at one half.</summary>
internal static class ConnectLatencyFigure
{
    private const double AxisWidth = 56;
    private const double LabelsWidth = 256;
    private const double LeastHeight = 260;
    private const double Half = 50;
    private const string Dashed = "5 4";

    /// <summary>Draws it; null where no call of connect() was timed at more than one occupancy.</summary>
    public static Figure? Draw(RunSummary run, Legend legend)
    {
        // Of the cases of a label, the one that filled the most.
        var cases = run.Cases.Where(row => row is { HasFigures: true, Measured.ConnectLatencyByOccupancy.Count: > 1 })
            .GroupBy(row => row.Label)
            .Select(label => label.MaxBy(row =>
                row.Measured!.ConnectLatencyByOccupancy[^1].ToPercent - row.Measured.ConnectLatencyByOccupancy[0].FromPercent)!)
            .ToList();
        if (cases.Count == 0)
        {
            return null;
        }

        var figure = new FigureBuilder(
            RunFinding.Title(run, Title(cases, legend)),
            $"Median duration of {Whose(cases)} ports towards the backends that were taken, logarithmic.",
            string.Join(" ", cases.Select(row => $"{legend.Name(row)}: {Range(row)}.")));
        var names = cases.ConvertAll(row => $"{legend.Name(row)}: {Range(row)}");
        var height = Math.Max(LeastHeight, LabelColumn.HeightOf(names, LabelsWidth - 8));
        var top = figure.Bottom + 24;
        var all = cases.SelectMany(row => row.Measured!.ConnectLatencyByOccupancy).Select(row => row.Microseconds.P50)
            .Where(value => value > 0).DefaultIfEmpty(1).ToList();
        var x = new Scale(100, FigureBuilder.Margin + AxisWidth, figure.Right - LabelsWidth);
        var pane = new Pane(figure.Page, x, new LogScale(all.Min() / 1.5, all.Max() * 1.5, top + height, top));
        pane.FrameY("microseconds that connect() took, median", 8);
        pane.FrameX("ports towards the backends that were taken, in percent of all");
        // Only a search of connect()'s that tries every second port first has a knee there.
        var hasKnee = cases.Exists(row => row.Predicted.KneeSeconds is not null);
        if (hasKnee)
        {
            pane.Moment(Half, Palette.Muted, Dashed, 1);
        }

        var labels = new LabelColumn(figure.Page, x.To + 8, LabelsWidth - 8);
        for (var i = 0; i < cases.Count; i++)
        {
            using (pane.Group(("data-case", cases[i].Id)))
            {
                labels.Add(DrawCase(pane, cases[i], legend), names[i], legend.Colour(cases[i].Label), cases[i].Label);
            }
        }

        pane.Draw();
        if (hasKnee)
        {
            figure.Page.Text(x[Half] + 6, top + 12, "half of the ports: predicted to slow down", Palette.Muted, size: 12, halo: true);
        }

        labels.Draw(top, top + height);
        figure.Bottom = top + height + 42;
        return figure.Finish("connect-latency", Caption.Of(run));
    }

    private static string Whose(List<CaseSummary> cases) =>
        cases.TrueForAll(row => row.Topology.HasProxy) ? "the proxy's connect() by the share of its"
        : cases.Exists(row => row.Topology.HasProxy) ? "connect() by the share of the"
        : "the clients' connect() by the share of their";

    private static double DrawCase(Pane pane, CaseSummary row, Legend legend)
    {
        var colour = legend.Colour(row.Label);
        var rows = row.Measured!.ConnectLatencyByOccupancy.Where(part => part.Microseconds.P50 > 0).ToList();
        pane.Curve(rows.Select(part => (Middle(part), part.Microseconds.P50)), colour);
        foreach (var part in rows)
        {
            using (pane.Tip(
                $"{legend.Name(row)}, {part.FromPercent:0}–{part.ToPercent:0} % of the ports taken: half of {Format.Count(part.Connects)} "
                + $"calls took up to {Format.Count(part.Microseconds.P50)} µs, 99 % up to {Format.Count(part.Microseconds.P99)} µs"))
            {
                pane.Dot(Middle(part), part.Microseconds.P50, 3.5, colour);
            }
        }

        return rows.Count > 0 ? pane.Y[rows[^1].Microseconds.P50] : pane.Y.From;
    }

    private static double Middle(OccupancyLatency part) => (part.FromPercent + part.ToPercent) / 2;

    private static string Range(CaseSummary row)
    {
        if (row.Measured!.Knee is { } knee)
        {
            return $"{Format.Count(knee.BeforeMicroseconds)} → {Format.Count(knee.AfterMicroseconds)} µs";
        }

        var rows = row.Measured.ConnectLatencyByOccupancy;
        return $"{Format.Count(rows[0].Microseconds.P50)} → {Format.Count(rows[^1].Microseconds.P50)} µs";
    }

    private static string Title(IReadOnlyList<CaseSummary> cases, Legend legend)
    {
        if (cases.Where(row => row.Measured!.Knee is not null)
            .MaxBy(row => row.Measured!.Knee!.AfterMicroseconds / row.Measured.Knee.BeforeMicroseconds) is { } slowed)
        {
            return $"{legend.Name(slowed)}: {Format.Slows(slowed.Measured!.Knee!)}";
        }

        var rows = cases.SelectMany(row => row.Measured!.ConnectLatencyByOccupancy).ToList();
        return $"connect() took {Format.Count(rows.Min(row => row.Microseconds.P50))} to "
            + $"{Format.Count(rows.Max(row => row.Microseconds.P50))} µs at the median, "
            + $"with up to {Format.Count(rows.Max(row => row.ToPercent))} % of the ports taken, and did not slow down all at once";
    }
}
