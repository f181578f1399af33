using Repro.Analysis;

namespace Repro.Charts;

/// <summary>One case over time: requests answered and failed, TIME_WAIT against capacity, knee and onset beside their predictions.</summary>
internal static class TimelineFigure
{
    private const int Width = 960;
    private const int Height = 540;
    private const double Left = 72;
    private const double Right = Width - 148;
    private const double RatesTop = 118;
    private const double RatesBottom = 300;
    private const double PortsTop = 356;
    private const double PortsBottom = 458;
    private const string Dashed = "5 4";
    private const string Dotted = "2 3";

    public static Figure Draw(RunSummary run, CaseSummary summary, CaseSeries series)
    {
        var title = Wording.Headline(summary);
        var svg = new Svg(Width, Height, title, Finding.Of(summary));
        svg.Text(24, 34, title, size: 18, bold: true);
        svg.Text(24, 56, Wording.Conditions(summary), Palette.Muted);

        var rates = Plot.Create(svg, Left, RatesTop, Right, RatesBottom, summary.DurationSeconds, MostPerSecond(summary, series));
        rates.Frame(null, "requests per second", 5);
        DrawRates(rates, series);

        var most = Math.Max(summary.CapacityPorts, summary.Measured?.PeakTimeWait ?? 0) * 1.12;
        var ports = Plot.Create(svg, Left, PortsTop, Right, PortsBottom, summary.DurationSeconds, most);
        ports.Frame("seconds since the load started", "ports in TIME_WAIT", 3);
        DrawPorts(ports, summary, series.TimeWait);

        DrawMoments(svg, rates, ports, summary);
        svg.Text(24, Height - 18, Wording.Conditions(run), Palette.Muted, size: 11);
        return new Figure($"timeline-{summary.Id}", svg);
    }

    // Bursts and Poisson arrivals go beyond the rate that was offered on average.
    private static double MostPerSecond(CaseSummary summary, CaseSeries series) => series.Traffic
        .Select(point => Math.Max(point.OkPerSecond, point.FailedPerSecond) * 1.05)
        .Append(summary.OfferedPerSecond * 1.2)
        .Max();

    private static void DrawRates(Plot plot, CaseSeries series)
    {
        Draw(series.Traffic.Select(point => (point.T, point.OkPerSecond)), Palette.Ok, "answered");
        Draw(series.Traffic.Select(point => (point.T, point.FailedPerSecond)), Palette.Failed, "failed");

        void Draw(IEnumerable<(double T, double Value)> points, string colour, string label)
        {
            var path = plot.Steps(points, series.StepSeconds).ToList();
            if (path.Count == 0)
            {
                return;
            }

            plot.Svg.Area(plot.Filled(path), colour, 0.1);
            plot.Svg.Path(path, colour);
            plot.Svg.Text(plot.X.To + 8, path[^1].Y + 4, label, colour, bold: true);
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

        plot.Svg.Line(plot.X.From, plot.Y[summary.CapacityPorts], plot.X.To, plot.Y[summary.CapacityPorts], Palette.Ink, 1, Dashed);
        plot.Svg.Text(plot.X.To + 8, plot.Y[summary.CapacityPorts] + 4, $"all {Wording.Count(summary.CapacityPorts)} ports");
    }

    // Measured moments are solid and labelled above the plot; predicted ones are dashed and labelled in the row above that.
    private static void DrawMoments(Svg svg, Plot rates, Plot ports, CaseSummary summary)
    {
        Both(summary.Predicted.OnsetSeconds, "first failure predicted", Palette.Muted, Dashed, 78, 1.5);
        Both(summary.FirstFailureSeconds, "first failure", Palette.Failed, null, 94, 2);
        if (summary.Measured?.KneeSeconds is { } knee)
        {
            ports.Mark(knee, Palette.Muted, Dotted);
            // To the left of the mark lies the free space above the curve, unless the mark comes too early for it.
            var left = knee > summary.DurationSeconds * 0.15;
            var (x, y, anchor) = left ? (ports.X[knee] - 6, PortsTop + 32, "end") : (ports.X[knee] + 6, PortsBottom - 22, "start");
            svg.Text(x, y, "connect() slows", Palette.Muted, anchor, 12);
            svg.Text(x, y + 15, Wording.Seconds(knee), Palette.Muted, anchor, 12);
        }

        void Both(double? moment, string label, string colour, string? dash, double labelY, double width)
        {
            if (moment is not { } t || t > summary.DurationSeconds)
            {
                return;
            }

            rates.Mark(t, colour, dash, width);
            ports.Mark(t, colour, dash, width);
            svg.Line(rates.X[t], labelY - 10, rates.X[t], RatesTop, colour, width, dash);
            var late = t > summary.DurationSeconds * 0.7;
            svg.Text(rates.X[t] + (late ? -6 : 6), labelY, $"{label}: {Wording.Seconds(t)}", colour, late ? "end" : "start");
        }
    }
}
