using Repro.Analysis;

namespace Repro.Charts;

/// <summary>
/// The highest rate that never fails, a row for each label, on a logarithmic axis: what was predicted, bracketed, and measured.
/// </summary>
internal static class ThresholdsFigure
{
    private const double WordsWidth = 220;
    private const double LeastHeight = 44;
    private const double Reach = 8;

    /// <summary>Draws it; null where nothing has a threshold.</summary>
    public static Figure? Draw(RunSummary run, Legend legend)
    {
        var rows = run.Thresholds.Where(row => Marks(row).Rates.Any()).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var figure = new FigureBuilder(
            RunFinding.Title(run, RunFinding.Threshold(run) ?? "The highest rate that each case carries"),
            ThresholdAxis.Key,
            string.Join(" ", rows.Select(row => $"{row.Label}: {Words(row).Bold}, {string.Join("; ", Words(row).Plain)}.")));
        var layout = new RowLayout(figure, new RowName(rows.Select(row => row.Label)), WordsWidth, LeastHeight);
        var axis = ThresholdAxis.Over(rows.Select(Marks), layout);
        foreach (var row in rows)
        {
            var colour = legend.Colour(row.Label);
            layout.Draw(row.Label, colour, Words(row), ("data-label", row.Label), (top, bottom) =>
            {
                var pane = axis.Row(figure.Page, top, bottom);
                ThresholdAxis.Draw(
                    pane, Marks(row), (top + bottom) / 2, Reach, colour, $"{row.Label}: {string.Join("; ", Words(row).Plain)}");
                pane.Draw();
            });
        }

        axis.Frame(figure);
        return figure.Finish("thresholds", Caption.Of(run));
    }

    private static ThresholdMarks Marks(ThresholdSummary row) =>
        new(row.PredictedPerSecond, row.CarriedPerSecond, row.FailedPerSecond, row.GoodputPerSecond, row.SafePerSecond);

    private static (string Bold, IReadOnlyList<string> Plain) Words(ThresholdSummary row)
    {
        var best = row.GoodputPerSecond ?? row.PredictedPerSecond;
        var factor = row.GoodputPerSecond is not null && row.MeasuredFactor is { } measured ? measured : row.PredictedFactor;
        var bold = best is { } rate
            ? Format.Measured(row.GoodputPerSecond, row.PlusMinusPerSecond, Format.Threshold(rate))
                + (factor is { } times ? $"  {Format.Times(row, times)}" : "")
            : "no threshold";
        var plain =
            new List<string>
            {
                row.GoodputPerSecond is not null
                    ? $"measured; {Format.Threshold(row.PredictedPerSecond, "no threshold")} predicted"
                    : "predicted",
            };
        plain.AddRange((row.CarriedPerSecond, row.FailedPerSecond) switch
        {
            ({ } carried, { } failed) => [$"{Format.Rate(carried)} carried, {Format.Rate(failed)} not"],
            ({ } carried, null) => [$"{Format.Rate(carried)} carried"],
            (null, { } failed) => [$"{Format.Rate(failed)} not carried"],
            _ => [],
        });
        if (row.IsLimitedByClients && factor is not null)
        {
            plain.Add("this lab's clients run out then");
        }

        return (bold, plain);
    }
}
