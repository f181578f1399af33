using Repro.Analysis;

namespace Repro.Charts;

/// <summary>The highest rate that never fails, a row for each label and in it a bar for each run.</summary>
internal static class ComparedThresholdsFigure
{
    private const double WordsWidth = 220;

    /// <summary>Draws it; null where nothing has a threshold.</summary>
    public static Figure? Draw(RunComparison comparison)
    {
        var rows = comparison.Thresholds.Where(row => row.Results.Any(result => Marks(result).Rates.Any())).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var figure = new FigureBuilder(
            ComparisonText.ThresholdHeadline(comparison),
            $"The highest rate that never fails, one below the other for each run. {ThresholdAxis.Key}",
            string.Join(" ", rows.Select(row => $"{row.Label}: {ComparisonText.Threshold(row)}.")));
        ComparedRunsKey.Draw(figure, comparison);
        var layout = new RowLayout(figure, new RowName(rows.Select(row => row.Label)), WordsWidth, ComparedRunsKey.RowHeight(comparison));
        var axis = ThresholdAxis.Over(rows.SelectMany(row => row.Results).Select(Marks), layout);
        foreach (var row in rows)
        {
            layout.Draw(row.Label, colour: null, (ComparisonText.Threshold(row), []), ("data-label", row.Label), (top, bottom) =>
            {
                var pane = axis.Row(figure.Page, top, bottom);
                for (var i = 0; i < row.Results.Count; i++)
                {
                    ThresholdAxis.Draw(
                        pane,
                        Marks(row.Results[i]),
                        ComparedRunsKey.Middle(comparison, i, top, bottom),
                        ComparedRunsKey.BarHeight / 2,
                        ComparedRunsKey.Colour(i),
                        $"{row.Label}, {comparison.Runs[i].Name}: {ComparisonText.Threshold(row.Results[i])}");
                }

                pane.Draw();
            });
        }

        axis.Frame(figure);
        return figure.Finish("comparison-thresholds", ComparedRunsKey.Caption(comparison));
    }

    private static ThresholdMarks Marks(ComparedThresholdResult? result) =>
        new(
            result?.PredictedPerSecond,
            result?.CarriedPerSecond,
            result?.FailedPerSecond,
            result?.MeasuredPerSecond,
            result?.SafePerSecond);
}
