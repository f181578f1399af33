using Repro.Analysis;
using Repro.Drawing;
using Repro.Model;

namespace Repro.Charts;

/// <summary>
/// Processor time of each role beside the rate: a harness that was starved shows, and so does a host that searches for ports.
/// </summary>
internal static class CpuFigure
{
    private const double RateHeight = 80;
    private const double CpuHeight = 120;
    private const double AxisWidth = 56;
    private const double LabelsWidth = 128;
    private const string Dashed = "5 4";

    private static readonly (string Role, string Colour)[] Roles =
    [
        (HostRole.Client.All(), "#0072b2"), (HostRole.Proxy.All(), "#d55e00"), (HostRole.Nat.All(), "#cc79a7"),
        (HostRole.Backend.All(), "#009e73"),
    ];

    public static Figure Draw(RunSummary run, CaseSummary summary, CaseSeries series, string name)
    {
        var figure = new FigureBuilder(
            Title(summary, name),
            "Requests sent, and processors kept busy by each role. Grey: by the whole machine.",
            string.Join(" ", summary.Measured!.CpuByRole.Select(role => $"{role.Key}: {Format.Processors(role.Value)} on average.")));
        var page = figure.Page;
        var x = new Scale(summary.DurationSeconds, FigureBuilder.Margin + AxisWidth, figure.Right - LabelsWidth);
        var top = figure.Bottom + 24;
        var most = series.Traffic.Select(point => point.SentPerSecond).Append(summary.OfferedPerSecond).Max();
        var rate = new Pane(page, x, new Scale(most * 1.15, top + RateHeight, top));
        rate.FrameY("requests sent per second", 3);
        rate.FrameTime(withLabels: false);
        rate.Steps([.. series.Traffic.Select(point => (point.T, point.SentPerSecond))], series.StepSeconds, Palette.Ink, width: 1.5);
        rate.Level(summary.OfferedPerSecond, Palette.Line, Dashed);
        rate.Draw();
        page.Text(
            x.To + 8, rate.Y[summary.OfferedPerSecond] + 4, $"{Format.Rate(summary.OfferedPerSecond)} offered", Palette.Muted, size: 12);

        top += RateHeight + 44;
        var cpu = new Pane(page, x, new Scale(run.Processors * 1.05, top + CpuHeight, top));
        cpu.FrameY("processors busy", 4);
        cpu.FrameTime();
        cpu.Level(run.Processors, Palette.Ink, Dashed);
        DrawCpu(page, cpu, run, series);
        figure.Bottom = top + CpuHeight + 42;
        return figure.Finish($"cpu-{summary.Id}", Caption.Of(run, summary), [Hover(rate, cpu, run, summary, series)]) with
        {
            CaseId = summary.Id,
        };
    }

    private static string Title(CaseSummary summary, string name)
    {
        var measured = summary.Measured!;
        var busy = measured.PeakMachineBusy is { } share ? $"; the machine was busy for {Format.Percent(share)} at most" : "";
        var late = measured.SendLatenessMicroseconds is { } lateness ? $", 99 of 100 within {Format.Count(lateness.P99)} µs" : "";
        return measured.Unsent == 0
            ? $"{name}: every request was sent{late}{busy}"
            : $"{name}: {Format.Count(measured.Unsent)} {Noun.Of(measured.Unsent, "request")} {Noun.Were(measured.Unsent)} "
                + $"never sent{busy}";
    }

    private static void DrawCpu(Page page, Pane pane, RunSummary run, CaseSeries series)
    {
        var labels = new LabelColumn(page, pane.X.To + 8, 128);
        labels.Add(pane.Y[run.Processors], $"all {run.Processors}", Palette.Ink);
        var busy = series.Cpu.Where(point => point.MachineBusy is not null)
            .Select(point => (point.T, Value: point.MachineBusy!.Value * run.Processors)).ToList();
        if (busy.Count > 0)
        {
            pane.Steps(busy, series.CpuStep, Palette.Line, width: 1.5);
            labels.Add(pane.Y[busy[^1].Value], "machine", Palette.Muted);
        }

        foreach (var (role, colour) in Roles.Where(role => series.Cpu.Any(point => point.Processors.ContainsKey(role.Role))))
        {
            List<(double T, double Value)> points =
                [.. series.Cpu.Select(point => (point.T, Math.Min(point.Processors.GetValueOrDefault(role), run.Processors)))];
            pane.Steps(points, series.CpuStep, colour);
            labels.Add(pane.Y[points[^1].Value], role, colour);
        }

        pane.Draw();
        labels.Draw(pane.Y.To - 10, pane.Y.From);
    }

    private static HoverPlot Hover(Pane rate, Pane cpu, RunSummary run, CaseSummary summary, CaseSeries series)
    {
        var t = series.Cpu.Select(point => point.T).ToList();
        return new HoverPlot(rate.X.From, rate.Y.To, rate.X.To, cpu.Y.From, summary.DurationSeconds, summary.Id,
        [
            new HoverLine("sent/s", [.. series.Traffic.Select(point => point.T)], [.. series.Traffic.Select(point => point.SentPerSecond)]),
            .. Roles.Where(role => summary.Measured!.CpuByRole.ContainsKey(role.Role)).Select(role => new HoverLine(
                $"processors, {role.Role}", t, [.. series.Cpu.Select(point => point.Processors.GetValueOrDefault(role.Role))])),
            new HoverLine("processors, machine", t, [.. series.Cpu.Select(point => (point.MachineBusy ?? 0) * run.Processors)]),
        ]);
    }
}
