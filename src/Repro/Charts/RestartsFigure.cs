using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>The share of restarts that found their port taken, a bar for each case, beside what was predicted.</summary>
internal static class RestartsFigure
{
    private const double LeastAxis = 0.05;
    private const double Room = 1.08;

    public static Figure? Draw(RunSummary run, Legend legend)
    {
        var cases = run.Cases.Where(row => row.Restarts is not null).ToDictionary(row => row.Id);
        if (cases.Count == 0)
        {
            return null;
        }

        var figure = new FigureBuilder(
            RunFinding.Title(run, RestartText.Answer(run)),
            "Restarts of services that found their port taken by a connection of their own host, as a share of all restarts. "
            + "Line with a diamond: from the least to the most that was predicted, and the middle of it.",
            string.Join(" ", cases.Values.Select(row => $"{legend.Name(row)}: {Words(row).Bold}, {Words(row).Plain}.")));
        var rows = new CaseRows(figure, [.. Legend.RowsOf(run).Where(row => cases.ContainsKey(row.Id))], legend.Colour);
        var most = cases.Values.Max(row => Math.Max(row.Restarts!.TakenShare ?? 0, row.Restarts.MostPredictedShare ?? 0));
        var x = new Scale(100 * Math.Min(1, Math.Max(LeastAxis, most * Room)), rows.From, rows.To - 12);
        rows.Draw((row, top, bottom) => Bar(figure.Page, cases[row.Id], x, top, bottom, legend), row => Words(cases[row.Id]));
        using (figure.BelowRows())
        {
            var axis = new Pane(figure.Page, x, new Scale(1, figure.Bottom + 2, figure.Bottom));
            axis.FrameX("% of restarts");
            axis.Draw();
        }

        figure.Bottom += 42;
        return figure.Finish("restarts", Caption.Of(run));
    }

    private static void Bar(Page page, CaseSummary row, Scale x, double top, double bottom, Legend legend)
    {
        var restarts = row.Restarts!;
        var pane = new Pane(page, x, new Scale(1, bottom, top));
        pane.Moment(0, Palette.Line, width: 1);
        if (row.HasFigures && restarts.TakenShare is > 0 and var share)
        {
            using (pane.Tip($"{legend.Name(row)}: {RestartText.Measured(restarts)}"))
            {
                pane.Bar(0, 100 * share, 0.2, 0.8, legend.Colour(row.Label));
            }
        }

        if (restarts is { PredictedShare: { } predicted, LeastPredictedShare: { } least, MostPredictedShare: { } most })
        {
            pane.Line((100 * least, 0.5), (100 * most, 0.5), Palette.Ink, 2);
            pane.Diamond(100 * predicted, 0.5, 5, Palette.Ink);
        }

        pane.Draw();
    }

    private static (string Bold, string Plain) Words(CaseSummary row)
    {
        var restarts = row.Restarts!;
        var predicted = $"{RestartText.Predicted(restarts)} predicted";
        return row switch
        {
            { PredictedOnly: not null } => ("not run", predicted),
            { HasFigures: false } => ("invalid", "it says nothing"),
            _ => (
                RestartText.Share(restarts.TakenShare ?? 0),
                $"{Format.Count(restarts.Taken ?? 0)} of {Format.Count(restarts.Count ?? 0)}; {predicted}"),
        };
    }
}
