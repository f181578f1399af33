using Repro.Analysis;

namespace Repro.Charts;

/// <summary>One case over time: requests answered and failed, TIME_WAIT against capacity, knee and onset beside their predictions.</summary>
internal static class TimelineFigure
{
    private const double RatesHeight = 150;
    private const double PortsHeight = 100;
    private const double AxisWidth = 56;
    private const double LabelsWidth = 128;
    private const string Dashed = "5 4";
    private const string Dotted = "2 3";

    public static Figure Draw(RunSummary run, CaseSummary summary, CaseSeries series, string name)
    {
        var sheet = new Sheet(Wording.Headline(summary, name), $"Requests answered and failed, and ports {summary.Hop} in TIME_WAIT{Wording.Reusable(summary)}.", Finding.Of(summary));
        var svg = sheet.Svg;
        var x = new Scale(summary.DurationSeconds, Sheet.Margin + AxisWidth, sheet.Right - LabelsWidth);
        // Two rows above the plot are for the moments.
        var moments = sheet.Bottom;
        var top = moments + 56;
        var rates = new Plot(svg, x, new Scale(MostPerSecond(summary, series), top + RatesHeight, top));
        rates.FrameY("requests per second", 5);
        rates.FrameTime(summary.DurationSeconds, withLabels: false);
        DrawRates(rates, series);

        top += RatesHeight + 44;
        var most = Math.Max(summary.CapacityPorts, summary.HopFigures.PeakTimeWait) * 1.12;
        var ports = new Plot(svg, x, new Scale(most, top + PortsHeight, top));
        ports.FrameY("ports in TIME_WAIT", 3);
        ports.FrameTime(summary.DurationSeconds);
        DrawPorts(ports, summary, series.TimeWait);

        DrawMoments(rates, ports, summary, moments);
        sheet.Bottom = top + PortsHeight + 42;
        return sheet.Finish($"timeline-{summary.Id}", Caption.Of(run, summary), [Hover(rates, ports, summary, series)]) with { CaseId = summary.Id };
    }

    private static HoverPlot Hover(Plot rates, Plot ports, CaseSummary summary, CaseSeries series)
    {
        var traffic = series.Traffic.Select(point => point.T).ToList();
        return new HoverPlot(rates.X.From, rates.Y.To, rates.X.To, ports.Y.From, summary.DurationSeconds, summary.Id,
        [
            new HoverLine("answered/s", traffic, [.. series.Traffic.Select(point => point.OkPerSecond)]),
            new HoverLine("failed/s", traffic, [.. series.Traffic.Select(point => point.FailedPerSecond)]),
            new HoverLine("in TIME_WAIT", [.. series.TimeWait.Select(point => point.T)], [.. series.TimeWait.Select(point => (double)point.Count)]),
        ]);
    }

    // Bursts and Poisson arrivals go beyond the rate that was offered on average.
    private static double MostPerSecond(CaseSummary summary, CaseSeries series) => series.Traffic
        .Select(point => Math.Max(point.OkPerSecond, point.FailedPerSecond) * 1.05)
        .Append(summary.OfferedPerSecond * 1.2)
        .Max();

    private static void DrawRates(Plot plot, CaseSeries series)
    {
        var labels = new LabelColumn(plot.Svg, plot.X.To + 8);
        Draw(series.Traffic.Select(point => (point.T, point.OkPerSecond)), Palette.Ok, "answered");
        Draw(series.Traffic.Select(point => (point.T, point.FailedPerSecond)), Palette.Failed, "failed");
        labels.Draw(plot.Y.To, plot.Y.From);

        void Draw(IEnumerable<(double T, double Value)> points, string colour, string label)
        {
            var path = plot.Steps(points, series.StepSeconds).ToList();
            if (path.Count > 0)
            {
                plot.Svg.Area(plot.Filled(path), colour, 0.1);
                plot.Svg.Path(path, colour);
                labels.Add(path[^1].Y, label, colour);
            }
        }
    }

    private static void DrawPorts(Plot plot, CaseSummary summary, IReadOnlyList<CountPoint> timeWait)
    {
        var path = timeWait.Where(point => point.T <= summary.DurationSeconds).Select(point => (plot.X[point.T], plot.Y[point.Count])).ToList();
        if (path.Count > 0)
        {
            plot.Svg.Area(plot.Filled(path), Palette.TimeWait, 0.25);
            plot.Svg.Path(path, Palette.TimeWait);
        }

        var y = plot.Y[summary.CapacityPorts];
        plot.Svg.Line(plot.X.From, y, plot.X.To, y, Palette.Ink, 1, Dashed);
        plot.Svg.Text(plot.X.To + 8, y + 4, $"all {Wording.Count(summary.CapacityPorts)} ports", size: 12);
    }

    // Measured moments are solid and labelled above the plot; predicted ones are dashed and labelled in the row above that.
    private static void DrawMoments(Plot rates, Plot ports, CaseSummary summary, double top)
    {
        var svg = rates.Svg;
        Both(summary.Predicted.OnsetSeconds, "first failure predicted", Palette.Muted, Dashed, top + 12, 1.5);
        Both(summary.FirstFailureSeconds, "first failure", Palette.Failed, null, top + 28, 2);
        if (summary.Measured?.Knee?.Seconds is { } knee && knee <= summary.DurationSeconds)
        {
            ports.Mark(knee, Palette.Muted, Dotted);
            // To the left of the mark lies the free space above the curve, unless the mark comes too early for it.
            var left = knee > summary.DurationSeconds * 0.15;
            var (x, y, anchor) = left ? (ports.X[knee] - 6, ports.Y.To + 32, "end") : (ports.X[knee] + 6, ports.Y.From - 22, "start");
            svg.Text(x, y, "connect() slows", Palette.Muted, anchor, 12, halo: true);
            svg.Text(x, y + 15, Wording.Seconds(knee), Palette.Muted, anchor, 12, halo: true);
        }

        void Both(double? moment, string label, string colour, string? dash, double labelY, double width)
        {
            if (moment is not { } t || t > summary.DurationSeconds)
            {
                return;
            }

            rates.Mark(t, colour, dash, width);
            ports.Mark(t, colour, dash, width);
            svg.Line(rates.X[t], labelY - 10, rates.X[t], rates.Y.To, colour, width, dash);
            var late = t > summary.DurationSeconds * 0.7;
            svg.Text(rates.X[t] + (late ? -6 : 6), labelY, $"{label}: {Wording.Seconds(t)}", colour, late ? "end" : "start", halo: true);
        }
    }
}
