using Repro.Analysis;
using Repro.Drawing;
using Repro.Model;

namespace Repro.Charts;

/// <summary>Sockets by TCP state over time, stacked, of whoever connects to the backends.</summary>
internal static class StatesFigure
{
    private const double Height = 190;
    private const double AxisWidth = 56;
    private const double LabelsWidth = 190;
    private const string Dashed = "5 4";
    private const string Dotted = "2 3";

    // The first lies lowest: what is short-lived on top of what stays.
    private static readonly (string State, string Colour)[] Known =
    [
        (TcpState.TimeWait.Name(), Palette.TimeWait), (TcpState.FinWait2.Name(), Palette.FinWait),
        (TcpState.Established.Name(), Palette.Established),
        (OpenerSamples.EstablishedWithClients, Palette.EstablishedPale), (TcpState.SynSent.Name(), Palette.Failed),
        (TcpState.SynReceived.Name(), Palette.Ok),
        (TcpState.CloseWait.Name(), Palette.CloseWait),
    ];

    public static Figure Draw(RunSummary run, CaseSummary summary, CaseSeries series, string name)
    {
        var peaks = summary.Measured!.PeakStates;
        var states = peaks.Keys.OrderBy(Place).ThenBy(state => state, StringComparer.Ordinal).ToList();
        var figure = new FigureBuilder(
            Title(name, peaks),
            (summary.Topology.HasProxy
                ? "Sockets of the proxy by TCP state, stacked. Connections in ESTABLISHED are told apart: those to the backends, and those "
                    + "of clients. "
                : summary.Topology.Path is null ? "Sockets of all clients by TCP state, stacked. "
                : "Sockets of the host by TCP state, stacked. Connections in ESTABLISHED are told apart: the client's ends, and the "
                    + "backends'. ")
                + "TIME_WAIT by every sample, the others once a second."
                + string.Concat((summary.Steps ?? []).Select(step => $" Dotted: {Format.Duration(step.AtSeconds)}, {step.Text}.")),
            string.Join(" ", peaks.Select(state => $"{state.Key}: at most {Format.Count(state.Value)}.")));
        var x = new Scale(summary.DurationSeconds, FigureBuilder.Margin + AxisWidth, figure.Right - LabelsWidth);
        var top = figure.Bottom + 24;
        var most = series.States.Select(point => point.Counts.Values.Sum(count => (long)count)).Append(1).Max();
        var pane = new Pane(figure.Page, x, new Scale(most * 1.2, top + Height, top));
        pane.FrameY("sockets", 5);
        pane.FrameTime();
        var labels = new LabelColumn(figure.Page, x.To + 8, LabelsWidth);
        if (series.States.Count > 0)
        {
            DrawStack(pane, series.States, states, labels);
        }

        if (summary.FirstFailureSeconds is { } first)
        {
            pane.Moment(first, Palette.Failed, Dashed);
        }

        foreach (var step in summary.Steps ?? [])
        {
            pane.Moment(step.AtSeconds, Palette.Ink, Dotted, 1);
        }

        pane.Draw();
        if (summary.FirstFailureSeconds is { } failed)
        {
            var isLate = failed > summary.DurationSeconds / 2;
            figure.Page.Text(
                x[failed] + (isLate ? -6 : 6), top + 12, "first failure", Palette.Word(Palette.Failed),
                isLate ? "end" : "start", 12, halo: true);
        }

        labels.Draw(top, top + Height);
        figure.Bottom = top + Height + 42;
        var hover = new HoverPlot(
            x.From, top, x.To, top + Height, summary.DurationSeconds, summary.Id,
            [.. states.Select(state => new HoverLine(
                state,
                [.. series.States.Select(point => point.T)],
                [.. series.States.Select(point => (double)point.Counts.GetValueOrDefault(state))]))]);
        return figure.Finish($"states-{summary.Id}", Caption.Of(run, summary), [hover]) with { CaseId = summary.Id };
    }

    private static int Place(string state) =>
        Array.FindIndex(Known, known => known.State == state) is var place and >= 0 ? place : Known.Length;

    private static string Title(string name, IReadOnlyDictionary<string, int> peaks) => peaks.Values.All(count => count == 0)
        ? $"{name}: no connection was sampled"
        : $"{name}: at most "
            + string.Join(", ", peaks.Where(state => state.Value > 0)
                .OrderByDescending(state => state.Value)
                .ThenBy(state => state.Key, StringComparer.Ordinal)
                .Take(2)
                .Select(state => $"{Format.Count(state.Value)} in {state.Key}"));

    private static void DrawStack(Pane pane, IReadOnlyList<StatesPoint> points, IReadOnlyList<string> states, LabelColumn labels)
    {
        var below = points.Select(point => (point.T, Sum: 0L)).ToList();
        foreach (var state in states)
        {
            var above = points.Zip(below)
                .Select(pair => (pair.Second.T, Sum: pair.Second.Sum + pair.First.Counts.GetValueOrDefault(state))).ToList();
            var colour = Place(state) < Known.Length ? Known[Place(state)].Colour : Palette.Other;
            pane.Area(
                [
                    .. above.Select(point => (point.T, (double)point.Sum)),
                    .. below.AsEnumerable().Reverse().Select(point => (point.T, (double)point.Sum)),
                ],
                colour,
                0.75);
            labels.Add(pane.Y[(above[^1].Sum + below[^1].Sum) / 2.0], state, colour);
            below = above;
        }
    }
}
