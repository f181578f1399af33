using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>Failures over time: a strip for each case, so that none hides another, with its onset marked.</summary>
internal static class FailuresFigure
{
    private const string Dashed = "4 3";
    private const string Dotted = "2 3";
    private const double Whole = 1;

    public static Figure Draw(RunConclusions conclusions, Legend legend)
    {
        var run = conclusions.Summary;
        var cases = run.Cases.Zip(conclusions.Series).ToDictionary(pair => pair.First.Id);
        var figure = new FigureBuilder(
            RunFinding.Title(run, RunFinding.Onset(run)),
            "Of the requests that ended at each moment, the part that failed. Line: the first failure. Diamond: as predicted."
                + (run.Cases.All(Format.CountsFailures) ? "" : " Empty: nobody counted.")
                + (run.Cases.Any(row => row.Steps is not null) ? " Dotted: something was changed." : ""),
            string.Join(" ", run.Cases.Select(row => $"{legend.Name(row)}: {Finding.Of(row)}")));
        if (run.Cases.Count == 0)
        {
            return figure.Empty("failures", "No case was run: there is nothing to draw.", Caption.Of(run));
        }

        var rows = new CaseRows(figure, Legend.RowsOf(run), legend.Colour);
        var seconds = run.Cases.Max(row => row.DurationSeconds);
        var x = new Scale(seconds, rows.From, rows.To);
        var hover = new List<HoverPlot>();
        rows.Draw(
            (row, top, bottom) =>
                Strip(figure.Page, cases[row.Id].First, cases[row.Id].Second, x, top, bottom, legend.Colour(row.Label), hover),
            row => Words(cases[row.Id].First));
        using (figure.BelowRows())
        {
            var axis = new Pane(figure.Page, x, new Scale(1, figure.Bottom + 2, figure.Bottom));
            axis.FrameTime();
            axis.Draw();
        }

        figure.Bottom += 42;
        return figure.Finish("failures", Caption.Of(run), hover);
    }

    private static void Strip(
        Page page, CaseSummary row, CaseSeries series, Scale x, double top, double bottom, string colour, List<HoverPlot> hover)
    {
        var end = x[row.DurationSeconds];
        page.Rectangle(x.From, top, end - x.From, bottom - top, Palette.Band);
        var pane = new Pane(page, x, new Scale(Whole, bottom, top + 1));
        pane.GridTime(row.DurationSeconds);
        if (row.HasFigures)
        {
            if (Format.CountsFailures(row))
            {
                pane.Steps(Shares(series.Traffic), series.StepSeconds, colour, 0.55, 1.5);
            }

            hover.Add(new HoverPlot(
                x.From, top, end, bottom, row.DurationSeconds, row.Id,
                [
                    Line($"{Format.Answered(row)}/s", point => point.OkPerSecond),
                    .. Format.CountsFailures(row) ? [Line("failed/s", point => point.FailedPerSecond)] : Array.Empty<HoverLine>(),
                ]));
        }
        else
        {
            pane.Line((0, 0), (row.DurationSeconds, Whole), Palette.Line, 1, Dashed);
        }

        foreach (var step in row.Steps ?? [])
        {
            pane.Moment(step.AtSeconds, Palette.Ink, Dotted, 1);
        }

        if (row is { HasFigures: true, FirstFailureSeconds: { } onset })
        {
            pane.Moment(onset, Palette.Ink, width: 2);
        }

        if (row.Predicted.OnsetSeconds is { } predicted && predicted <= row.DurationSeconds)
        {
            pane.Diamond(predicted, Whole / 2, 5, Palette.Ink);
        }

        pane.Draw();

        HoverLine Line(string name, Func<TrafficPoint, double> value) =>
            new(name, [.. series.Traffic.Select(point => point.T)], [.. series.Traffic.Select(value)]);
    }

    // Of the requests that ended in a step, the part that failed. Where none ended there is nothing new to tell.
    internal static IReadOnlyList<(double T, double Share)> Shares(IReadOnlyList<TrafficPoint> traffic)
    {
        var (shares, share) = (new List<(double, double)>(), 0.0);
        foreach (var point in traffic)
        {
            var ended = point.OkPerSecond + point.FailedPerSecond;
            share = ended > 0 ? point.FailedPerSecond / ended : share;
            shares.Add((point.T, share));
        }

        return shares;
    }

    private static (string Bold, string Plain) Words(CaseSummary row) => row switch
    {
        { PredictedOnly: not null } => ("not run", Format.PredictedOnset(row)),
        { HasFigures: false } => ("invalid", "it says nothing"),
        { FirstFailureSeconds: { } onset } when !Format.CountsFailures(row) =>
            ($"no port from {Format.Seconds(onset)}", Format.PredictedOnset(row)),
        _ when !Format.CountsFailures(row) => ("ports were left", Format.PredictedOnset(row)),
        { FirstFailureSeconds: { } onset } => ($"fails from {Format.Seconds(onset)}", Format.PredictedOnset(row)),
        _ => ("no failure", Format.PredictedOnset(row)),
    };
}
