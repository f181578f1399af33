using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>How long until the first failure, a bar for each case; one that never fails is a bar without an end.</summary>
internal static class OnsetsFigure
{
    // A part of the axis that lies beyond every load: there is never.
    private const double Beyond = 1.12;

    public static Figure Draw(RunSummary run, Legend legend)
    {
        var figure = new FigureBuilder(
            RunFinding.Title(run, RunFinding.Delay(run)),
            "Time until the first failure. Diamond: as predicted. A bar with an arrow: no failure for as long as the load lasted.",
            string.Join(" ", run.Cases.Select(row => $"{legend.Name(row)}: {Words(row).Bold}, {Words(row).Plain}.")));
        if (run.Cases.Count == 0)
        {
            return figure.Empty("onsets", "No case was run: there is nothing to draw.", Caption.Of(run));
        }

        var rows = new CaseRows(figure, Legend.RowsOf(run), legend.Colour);
        var longest = run.Cases.Max(row => row.DurationSeconds);
        var x = new Scale(longest * Beyond, rows.From, rows.To);
        var cases = run.Cases.ToDictionary(row => row.Id);
        rows.Draw((row, top, bottom) => Bar(figure.Page, cases[row.Id], x, top, bottom, legend), row => Words(cases[row.Id]));
        using (figure.BelowRows())
        {
            // The axis ends where the longest load did.
            var axis = new Pane(figure.Page, new Scale(longest, x.From, x[longest]), new Scale(1, figure.Bottom + 2, figure.Bottom));
            axis.FrameTime();
            axis.Draw();
        }

        figure.Bottom += 42;
        return figure.Finish("onsets", Caption.Of(run));
    }

    private static void Bar(Page page, CaseSummary row, Scale x, double top, double bottom, Legend legend)
    {
        var pane = new Pane(page, x, new Scale(1, bottom, top));
        pane.Moment(0, Palette.Line, width: 1);
        new OnsetBar(
            row.HasFigures, row.FirstFailureSeconds, row.Predicted.OnsetSeconds, row.DurationSeconds, legend.Colour(row.Label),
            $"{legend.Name(row)}: {Finding.Of(row)}")
            .Draw(pane, 0.5, (bottom - top) * 0.6);
        pane.Draw();
    }

    private static (string Bold, string Plain) Words(CaseSummary row) => row switch
    {
        { PredictedOnly: not null } => ("not run", Format.PredictedOnset(row)),
        { HasFigures: false } => ("invalid", "it says nothing"),
        { FirstFailureSeconds: { } onset } => (Format.Seconds(onset), Format.PredictedOnset(row)),
        _ => (Format.FirstFailure(row), $"in {Format.Duration(row.DurationSeconds)}; {Format.PredictedOnset(row)}"),
    };
}
