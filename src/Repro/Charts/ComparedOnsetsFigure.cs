using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>Time until the first failure of each case, a bar for each run.</summary>
internal static class ComparedOnsetsFigure
{
    private const string Name = "comparison-onsets";
    private const double Beyond = 1.12;

    public static Figure Draw(RunComparison comparison)
    {
        var figure = new FigureBuilder(
            ComparisonText.OnsetHeadline(comparison),
            "Time until the first failure, a bar for each run. Diamond: as predicted. A bar with an arrow: "
                + "no failure for as long as the load lasted.",
            string.Join(" ", comparison.Cases.Select(row => $"{row.Id}: {Words(row)}.")));
        ComparedRunsKey.Draw(figure, comparison);
        var longest = comparison.Cases.SelectMany(row => row.Results).OfType<ComparedResult>().Select(result => result.DurationSeconds)
            .DefaultIfEmpty().Max();
        var caption = ComparedRunsKey.Caption(comparison);
        if (longest <= 0)
        {
            return figure.Empty(Name, "No case was run: there is nothing to compare.", caption);
        }

        var cases = comparison.Cases.ToDictionary(row => row.Id);
        var rows = new CaseRows(
            figure,
            [.. comparison.Cases.Select(row => new RowKey(row.Id, row.Label, row.OfferedPerSecond))],
            colour: null,
            ComparedRunsKey.RowHeight(comparison));
        var x = new Scale(longest * Beyond, rows.From, rows.To);
        rows.Draw((row, top, bottom) => Bars(figure.Page, comparison, cases[row.Id], x, top, bottom), row => (Words(cases[row.Id]), ""));
        using (figure.BelowRows())
        {
            var axis = new Pane(figure.Page, new Scale(longest, x.From, x[longest]), new Scale(1, figure.Bottom + 2, figure.Bottom));
            axis.FrameTime();
            axis.Draw();
        }

        figure.Bottom += 42;
        return figure.Finish(Name, caption);
    }

    private static void Bars(Page page, RunComparison comparison, ComparedCase row, Scale x, double top, double bottom)
    {
        var pane = new Pane(page, x, new Scale(1, bottom, top));
        pane.Moment(0, Palette.Line, width: 1);
        for (var i = 0; i < row.Results.Count; i++)
        {
            if (row.Results[i] is { } result)
            {
                new OnsetBar(
                    result.HasFigures, result.FirstFailureSeconds, result.PredictedOnsetSeconds, result.DurationSeconds,
                    ComparedRunsKey.Colour(i), $"{row.Id}, {comparison.Runs[i].Name}: {ComparisonText.Onset(result)}")
                    .Draw(pane, (bottom - ComparedRunsKey.Middle(comparison, i, top, bottom)) / (bottom - top), ComparedRunsKey.BarHeight);
            }
        }

        pane.Draw();
    }

    private static string Words(ComparedCase row) =>
        string.Join(" / ", row.Results.Select(result => result is null ? TextTable.None : ComparisonText.Onset(result)));
}
