using Repro.Analysis;

namespace Repro.Charts;

/// <summary>The highest rate that never fails, a row for each label, on a logarithmic axis: what was predicted, bracketed, and measured.</summary>
internal static class ThresholdsFigure
{
    private const double WordsWidth = 220;
    private const double LineHeight = RowName.LineHeight;
    private const double MarginFactor = 1.5;

    /// <summary>Draws it; null where nothing has a threshold.</summary>
    public static Figure? Draw(RunSummary run, Legend legend)
    {
        var rows = run.Thresholds.Where(row => Rates(row).Any()).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var sheet = new Sheet(
            RunFinding.Threshold(run) ?? "The highest rate that each case carries",
            "Requests per second, logarithmic. Diamond: the threshold as predicted. Dot: as measured, by what was answered once ports had run out. "
            + "Bar: from the highest rate without a failure to the lowest with one.",
            string.Join(" ", rows.Select(row => $"{row.Label}: {Words(row).Bold}, {Words(row).Plain}.")));
        var names = new RowName(rows.Select(row => row.Label));
        var rates = rows.SelectMany(Rates).ToList();
        var x = new LogScale(rates.Min() / MarginFactor, rates.Max() * MarginFactor, names.End, sheet.Right - WordsWidth);
        var ticks = x.Ticks(8);
        foreach (var row in rows)
        {
            Row(sheet, row, x, ticks, names, legend.Colour(row.Label));
        }

        using (sheet.BelowRows())
        {
            new Plot(sheet.Svg, x, new Scale(1, sheet.Bottom + 2, sheet.Bottom)).FrameX("requests per second");
        }

        sheet.Bottom += 42;
        return sheet.Finish("thresholds", Caption.Of(run));
    }

    private static IEnumerable<double> Rates(ThresholdSummary row) =>
        new[] { row.PredictedPerSecond, row.GoodputPerSecond, row.CarriedPerSecond, row.FailedPerSecond }.OfType<double>().Where(rate => rate > 0);

    private static void Row(Sheet sheet, ThresholdSummary row, LogScale x, IReadOnlyList<double> ticks, RowName names, string colour)
    {
        var svg = sheet.Svg;
        var (bold, plain) = Words(row);
        var lines = Letters.Wrap(plain, WordsWidth - 14, 11);
        var height = Math.Max(44, Math.Max(names.HeightOf(row.Label), (1 + lines.Count) * LineHeight) + 10);
        var (top, bottom) = (sheet.Bottom + 2, sheet.Bottom + height - 2);
        var middle = (top + bottom) / 2;
        using (svg.Group(("class", "row"), ("data-label", row.Label), ("data-height", Svg.Number(height))))
        {
            svg.Rectangle(x.From, top, x.To - x.From, bottom - top, Palette.Band);
            foreach (var tick in ticks)
            {
                svg.Line(x[tick], top, x[tick], bottom, Palette.Grid);
            }

            names.Draw(svg, row.Label, middle, colour);
            Marks(svg, row, x, middle, colour);
            var y = middle - ((1 + lines.Count) * LineHeight / 2) + 12;
            svg.Text(x.To + 14, y, bold, bold: true);
            foreach (var line in lines)
            {
                y += LineHeight - 1;
                svg.Text(x.To + 14, y, line, Palette.Muted, size: 11);
            }
        }

        sheet.Bottom += height;
    }

    private static void Marks(Svg svg, ThresholdSummary row, LogScale x, double middle, string colour)
    {
        if (row.CarriedPerSecond is not null || row.FailedPerSecond is not null)
        {
            // What has only one end goes on to the axis' end, paler.
            var from = row.CarriedPerSecond is { } carried ? x[carried] : x.From;
            var to = row.FailedPerSecond is { } failed ? x[failed] : x.To;
            var open = row.CarriedPerSecond is null || row.FailedPerSecond is null;
            Svg.Tip(svg.Rectangle(from, middle - 5, to - from, 10, colour, open ? 0.15 : 0.3), $"{row.Label}: {Words(row).Plain}");
            if (row.CarriedPerSecond is not null)
            {
                svg.Line(from, middle - 8, from, middle + 8, colour, 2);
            }

            if (row.FailedPerSecond is not null)
            {
                svg.Line(to, middle - 8, to, middle + 8, colour, 2);
            }
        }

        if (row.PredictedPerSecond is { } predicted and > 0)
        {
            svg.Diamond(x[predicted], middle, 8, Palette.Ink);
        }

        if (row.GoodputPerSecond is { } goodput and > 0)
        {
            svg.Dot(x[goodput], middle, 4.5, colour);
        }
    }

    private static (string Bold, string Plain) Words(ThresholdSummary row)
    {
        var best = row.GoodputPerSecond ?? row.PredictedPerSecond;
        var factor = row.GoodputPerSecond is not null && row.MeasuredFactor is { } measured ? measured : row.PredictedFactor;
        var bold = best is { } rate ? Wording.Threshold(rate) + (factor is { } times ? $"  ×{Wording.Factor(times)}" : "") : "no threshold";
        var plain = new List<string> { row.GoodputPerSecond is not null ? $"measured; {Wording.Threshold(row.PredictedPerSecond, "no threshold")} predicted" : "predicted" };
        plain.AddRange((row.CarriedPerSecond, row.FailedPerSecond) switch
        {
            ({ } carried, { } failed) => [$"{Wording.Rate(carried)} carried, {Wording.Rate(failed)} not"],
            ({ } carried, null) => [$"{Wording.Rate(carried)} carried"],
            (null, { } failed) => [$"{Wording.Rate(failed)} not carried"],
            _ => [],
        });
        return (bold, string.Join("; ", plain));
    }
}
