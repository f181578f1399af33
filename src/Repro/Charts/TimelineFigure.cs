using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>
/// One case over time: requests answered and failed, TIME_WAIT against capacity, knee and onset beside their predictions.
/// </summary>
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
        var counts = Format.CountsFailures(summary);
        var figure = new FigureBuilder(
            Format.Headline(summary, name),
            $"{(counts ? "Requests answered and failed" : "Connections opened")}, and ports {summary.Hop} in TIME_WAIT"
                + $"{Format.Reusable(summary)}.",
            Finding.Of(summary));
        var page = figure.Page;
        var x = new Scale(summary.DurationSeconds, FigureBuilder.Margin + AxisWidth, figure.Right - LabelsWidth);
        // Two rows above the plot are for the moments.
        var moments = figure.Bottom;
        var top = moments + 56 + (summary.Steps is { } changes ? changes.Count * 16 : 0);
        var rates = new Pane(page, x, new Scale(MostPerSecond(summary, series), top + RatesHeight, top));
        rates.FrameY(counts ? "requests per second" : "connections per second", 5);
        rates.FrameTime(withLabels: false);
        DrawRates(page, rates, summary, series);
        top += RatesHeight + 44;
        var most = Math.Max(summary.HopFigures.CapacityPorts, summary.HopFigures.PeakTimeWait) * 1.12;
        var ports = new Pane(page, x, new Scale(most, top + PortsHeight, top));
        ports.FrameY("ports in TIME_WAIT", 3);
        ports.FrameTime();
        DrawPorts(page, ports, summary, series.TimeWait);
        DrawMoments(page, rates, ports, summary, moments);
        figure.Bottom = top + PortsHeight + 42;
        return figure.Finish($"timeline-{summary.Id}", Caption.Of(run, summary), [Hover(rates, ports, summary, series)]) with
        {
            CaseId = summary.Id,
        };
    }

    private static HoverPlot Hover(Pane rates, Pane ports, CaseSummary summary, CaseSeries series)
    {
        var traffic = series.Traffic.Select(point => point.T).ToList();
        return new HoverPlot(rates.X.From, rates.Y.To, rates.X.To, ports.Y.From, summary.DurationSeconds, summary.Id,
        [
            new HoverLine($"{Format.Answered(summary)}/s", traffic, [.. series.Traffic.Select(point => point.OkPerSecond)]),
            .. Format.CountsFailures(summary)
                ? [new HoverLine("failed/s", traffic, [.. series.Traffic.Select(point => point.FailedPerSecond)])]
                : Array.Empty<HoverLine>(),
            new HoverLine(
                "in TIME_WAIT", [.. series.TimeWait.Select(point => point.T)], [.. series.TimeWait.Select(point => (double)point.Count)]),
        ]);
    }

    // Bursts and Poisson arrivals go beyond the rate that was offered on average.
    private static double MostPerSecond(CaseSummary summary, CaseSeries series) => series.Traffic
        .Select(point => Math.Max(point.OkPerSecond, point.FailedPerSecond) * 1.05)
        .Append(summary.OfferedPerSecond * 1.2)
        .Max();

    private static void DrawRates(Page page, Pane pane, CaseSummary summary, CaseSeries series)
    {
        var labels = new LabelColumn(page, pane.X.To + 8);
        Draw(series.Traffic.Select(point => (point.T, point.OkPerSecond)), Palette.Ok, Format.Answered(summary));
        if (Format.CountsFailures(summary))
        {
            Draw(series.Traffic.Select(point => (point.T, point.FailedPerSecond)), Palette.Failed, "failed");
        }

        labels.Draw(pane.Y.To, pane.Y.From);

        void Draw(IEnumerable<(double T, double Value)> points, string colour, string label)
        {
            var all = points.ToList();
            if (all.Count > 0)
            {
                pane.Steps(all, series.StepSeconds, colour, 0.1);
                labels.Add(pane.Y[all[^1].Value], label, colour);
            }
        }
    }

    private static void DrawPorts(Page page, Pane pane, CaseSummary summary, IReadOnlyList<CountPoint> timeWait)
    {
        List<(double, double)> path =
            [.. timeWait.Where(point => point.T <= summary.DurationSeconds).Select(point => (point.T, (double)point.Count))];
        pane.Below(path, Palette.TimeWait, 0.25);
        pane.Curve(path, Palette.TimeWait);
        if (summary.Steps is { } steps)
        {
            pane.Curve(Capacity(summary, steps), Palette.Ink, 1, Dashed);
        }
        else
        {
            pane.Level(summary.CapacityPorts, Palette.Ink, Dashed);
        }

        var last = summary.Steps is [.., var end] ? end.CapacityPorts : summary.CapacityPorts;
        page.Text(pane.X.To + 8, pane.Y[last] + 4, $"all {Noun.Counted(last, "port")}", size: 12);
    }

    // What there is from the start on, and from each step on.
    private static IEnumerable<(double, double)> Capacity(CaseSummary summary, IReadOnlyList<StepSummary> steps)
    {
        var ports = summary.CapacityPorts;
        yield return (0, ports);
        foreach (var step in steps)
        {
            yield return (step.AtSeconds, ports);
            ports = step.CapacityPorts;
            yield return (step.AtSeconds, ports);
        }

        yield return (summary.DurationSeconds, ports);
    }

    // Measured moments are solid and labelled above the plot; predicted ones are dashed and labelled in the row above that.
    private static void DrawMoments(Page page, Pane rates, Pane ports, CaseSummary summary, double top)
    {
        Both(summary.Predicted.OnsetSeconds, Palette.Muted, Dashed, 1.5);
        Both(summary.FirstFailureSeconds, Palette.Failed, null, 2);
        var knee = summary.Measured?.Knee?.Seconds is { } seconds && seconds <= summary.DurationSeconds ? seconds : (double?)null;
        if (knee is { } mark)
        {
            ports.Moment(mark, Palette.Muted, Dotted);
        }

        foreach (var step in summary.Steps ?? [])
        {
            Both(step.AtSeconds, Palette.Ink, Dotted, 1);
        }

        rates.Draw();
        ports.Draw();
        foreach (var (row, step) in (summary.Steps ?? []).Index())
        {
            Label(step.AtSeconds, step.Text, Palette.Ink, Dotted, top + 44 + (row * 16), 1);
        }

        Label(summary.Predicted.OnsetSeconds, "first failure predicted", Palette.Muted, Dashed, top + 12, 1.5);
        Label(summary.FirstFailureSeconds, "first failure", Palette.Failed, null, top + 28, 2);
        if (knee is { } t)
        {
            // To the left of the mark lies the free space above the curve, unless the mark comes too early for it.
            var left = t > summary.DurationSeconds * 0.15;
            var (x, y, anchor) = left ? (ports.X[t] - 6, ports.Y.To + 32, "end") : (ports.X[t] + 6, ports.Y.From - 22, "start");
            page.Text(x, y, "connect() slows", Palette.Muted, anchor, 12, halo: true);
            page.Text(x, y + 15, Format.Seconds(t), Palette.Muted, anchor, 12, halo: true);
        }

        void Both(double? moment, string colour, string? dash, double width)
        {
            if (moment <= summary.DurationSeconds)
            {
                rates.Moment(moment.Value, colour, dash, width);
                ports.Moment(moment.Value, colour, dash, width);
            }
        }

        void Label(double? moment, string label, string colour, string? dash, double labelY, double width)
        {
            if (moment is not { } t || t > summary.DurationSeconds)
            {
                return;
            }

            page.Line(rates.X[t], labelY - 10, rates.X[t], rates.Y.To, colour, width, dash);
            var late = t > summary.DurationSeconds * 0.7;
            page.Text(rates.X[t] + (late ? -6 : 6), labelY, $"{label}: {Format.Seconds(t)}", colour, late ? "end" : "start", halo: true);
        }
    }
}
