using Repro.Analysis;

namespace Repro.Charts;

/// <summary>Time until the first failure of each case, a bar for each run.</summary>
internal static class ComparisonFigure
{
    private const double Beyond = 1.12;
    private const double BarHeight = 12;
    private const double BarGap = 3;

    public static Figure Draw(RunComparison comparison)
    {
        var sheet = new Sheet(
            ComparisonText.Headline(comparison),
            "Time until the first failure, a bar for each run. Diamond: as predicted. A bar with an arrow: no failure for as long as the load lasted.",
            string.Join(" ", comparison.Cases.Select(row => $"{row.Id}: {Words(row)}.")));
        Runs(sheet, comparison);
        var longest = comparison.Cases.SelectMany(row => row.Results).OfType<ComparedResult>().Select(result => result.DurationSeconds).DefaultIfEmpty().Max();
        var caption = string.Join("; ", comparison.Runs.Select(run => $"{run.Name}: {Wording.Conditions(run.Summary)}"));
        if (longest <= 0)
        {
            return sheet.Empty("comparison", "No case was run: there is nothing to compare.", caption);
        }

        var cases = comparison.Cases.ToDictionary(row => row.Id);
        var rows = new CaseRows(
            sheet,
            [.. comparison.Cases.Select(row => new RowKey(row.Id, row.Label, row.OfferedPerSecond))],
            colour: null,
            (comparison.Runs.Count * (BarHeight + BarGap)) + 12);
        var x = new Scale(longest * Beyond, rows.From, rows.To);
        rows.Draw((row, top, bottom) => Bars(sheet.Svg, comparison, cases[row.Id], x, top, bottom), row => (Words(cases[row.Id]), ""));
        using (sheet.BelowRows())
        {
            new Plot(sheet.Svg, new Scale(longest, x.From, x[longest]), new Scale(1, sheet.Bottom + 2, sheet.Bottom)).FrameTime(longest);
        }

        sheet.Bottom += 42;
        return sheet.Finish("comparison", caption);
    }

    // Which colour is which run; as many of them in a line as fit.
    private static void Runs(Sheet sheet, RunComparison comparison)
    {
        var x = Sheet.Margin;
        for (var i = 0; i < comparison.Runs.Count; i++)
        {
            var width = Letters.Width(comparison.Runs[i].Name, Svg.TextSize, bold: true) + 40;
            if (x > Sheet.Margin && x + width > sheet.Right)
            {
                x = Sheet.Margin;
                sheet.Bottom += 20;
            }

            sheet.Svg.Rectangle(x, sheet.Bottom + 2, 10, 10, Palette.Label(i), radius: 2);
            sheet.Svg.Text(x + 16, sheet.Bottom + 12, comparison.Runs[i].Name, bold: true);
            x += width;
        }

        sheet.Bottom += 28;
    }

    private static void Bars(Svg svg, RunComparison comparison, ComparedCase row, Scale x, double top, double bottom)
    {
        svg.Line(x.From, top, x.From, bottom, Palette.Line);
        var y = ((top + bottom) / 2) - (((comparison.Runs.Count * (BarHeight + BarGap)) - BarGap) / 2);
        for (var i = 0; i < row.Results.Count; i++, y += BarHeight + BarGap)
        {
            if (row.Results[i] is { } result)
            {
                new OnsetBar(
                    result.HasFigures, result.FirstFailureSeconds, result.PredictedOnsetSeconds, result.DurationSeconds, Palette.Label(i), $"{row.Id}, {comparison.Runs[i].Name}: {ComparisonText.Onset(result)}")
                    .Draw(svg, x, y, BarHeight);
            }
        }
    }

    private static string Words(ComparedCase row) => string.Join(" / ", row.Results.Select(ComparisonText.Onset));
}
