using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>Mitigations by rates: how soon each pair runs out of ports.</summary>
internal static class HeatMapFigure
{
    private const double CellHeight = 34;
    private const double LeastCellWidth = 62;
    private const double MostCellWidth = 110;
    private const string Never = "#cfe8df";
    private const string Soon = "#c44e00";
    private const string Late = "#fdebd9";

    // A word on a cell is read on the cell's own colour, in the dark too: neither is one that the dark replaces.
    private const string OnSoon = "#fffffe";
    private const string OnCell = "#1b1f25";
    private const int Shades = 6;

    /// <summary>Draws it; null where there is one rate only, or where rates were tried as they came up.</summary>
    public static Figure? Draw(RunSummary run, Legend legend)
    {
        var rates = run.Cases.Select(row => row.OfferedPerSecond).Distinct().Order().ToList();
        if (rates.Count < 2 || run.Goal == RunSummary.ThresholdGoal)
        {
            return null;
        }

        var names = new RowName(legend.Labels);
        var left = names.End;
        var cellWidth = Math.Clamp((960 - FigureBuilder.Margin - left) / rates.Count, LeastCellWidth, MostCellWidth);
        var figure = new FigureBuilder(
            RunFinding.Title(run, Title(run)),
            "Time until the first failure, by rate: the darker, the sooner. Green: no failure for as long as the load lasted.",
            string.Join(" ", run.Cases.Select(row => $"{legend.Name(row)}: {Text(row)}.")),
            (int)Math.Max(960, left + (rates.Count * cellWidth) + FigureBuilder.Margin));
        var page = figure.Page;
        for (var column = 0; column < rates.Count; column++)
        {
            page.Text(left + ((column + 0.5) * cellWidth), figure.Bottom + 12, Format.Rate(rates[column]), Palette.Muted, "middle", 12);
        }

        figure.Bottom += 20;
        var longest = run.Cases.Max(row => row.DurationSeconds);
        var soonest = run.Cases.Where(row => row.HasFigures).Select(row => row.FirstFailureSeconds).OfType<double>()
            .DefaultIfEmpty(longest).Min();
        foreach (var label in legend.Labels)
        {
            var height = Math.Max(CellHeight, names.HeightOf(label) + 6);
            using (page.Group(("class", "row"), ("data-label", label), ("data-height", Page.Number(height))))
            {
                names.Draw(page, label, figure.Bottom + (height / 2), legend.Colour(label));
                foreach (var row in run.Cases.Where(row => row.Label == label).DistinctBy(row => row.OfferedPerSecond))
                {
                    var x = left + (rates.IndexOf(row.OfferedPerSecond) * cellWidth);
                    Cell(page, row, x, figure.Bottom + 1, cellWidth - 2, height - 2, Shade(row, soonest, longest), legend);
                }
            }

            figure.Bottom += height;
        }

        return figure.Finish("heat-map", Caption.Of(run));
    }

    private static string Title(RunSummary run)
    {
        // What was not tried at a rate, or not validly, can't be said not to fail at it.
        var rates = run.Cases.Select(row => row.OfferedPerSecond).Distinct().Count();
        var tried = run.Cases.Where(row => row.HasFigures).GroupBy(row => row.Label)
            .Where(label => label.Select(row => row.OfferedPerSecond).Distinct().Count() == rates)
            .ToList();
        var carried = tried.Where(label => label.All(row => row.NeverFails)).Select(label => label.Key).ToList();
        var these = rates == 2 ? "both" : $"all {rates}";
        return (tried.Count, carried.Count) switch
        {
            (0, _) => $"No mitigation was tried at {these} rates",
            (var all, 0) => $"{(all == 1 ? $"{tried[0].Key} runs" : $"Each of {all} that were tried at {these} rates runs")} out of ports "
                + "at some of them",
            (var all, <= 2) when all > carried.Count => $"Of {all} that were tried at {these} rates only {AnswerText.Named(carried)} "
                + $"{(carried.Count == 1 ? "fails" : "fail")} at none of them",
            (var all, var none) => $"{none} of {all} that were tried at {these} rates {(none == 1 ? "fails" : "fail")} at none of them",
        };
    }

    // 0 for the soonest failure, the last for one at the end of the load; null for none. In steps of equal ratio, as rates usually are.
    private static int? Shade(CaseSummary row, double soonest, double longest) =>
        row is { HasFigures: true, FirstFailureSeconds: { } onset }
            ? (int)Math.Clamp(
                Math.Round((Shades - 1) * Math.Log(Math.Max(onset, 1e-3) / Math.Max(soonest, 1e-3))
                    / Math.Max(1e-9, Math.Log(longest / Math.Max(soonest, 1e-3)))),
                0,
                Shades - 1)
            : null;

    private static void Cell(Page page, CaseSummary row, double x, double y, double width, double height, int? shade, Legend legend)
    {
        using (page.Group(("data-case", row.Id)))
        {
            var fill = shade is { } step ? Palette.Mix(Soon, Late, step / (Shades - 1.0)) : row.HasFigures ? Never : Palette.Band;
            using (page.Tip($"{legend.Name(row)}: {Finding.Of(row)}"))
            {
                page.Rectangle(
                    x, y, width, height, fill, stroke: row.HasFigures ? null : Palette.Line, radius: 3,
                    dash: row.HasFigures ? null : "3 3");
            }

            page.Text(
                x + (width / 2), y + (height / 2) + 4, Text(row), shade is <= 1 ? OnSoon : row.HasFigures ? OnCell : Palette.Muted,
                "middle", 12, bold: row.HasFigures);
        }
    }

    private static string Text(CaseSummary row) => row switch
    {
        { PredictedOnly: not null } => "not run",
        { HasFigures: false } => "invalid",
        _ => Format.FirstFailure(row),
    };
}
