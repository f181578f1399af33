using Repro.Analysis;
using Repro.Drawing;

namespace Repro.Charts;

/// <summary>Which colour is which run, in a figure whose bars are runs.</summary>
internal static class ComparedRunsKey
{
    /// <summary>How high a run's bar in a row is, in pixels.</summary>
    public const double BarHeight = 12;

    private const double BarGap = 3;
    private const double Around = 12;

    /// <summary>How high a row for all runs is.</summary>
    public static double RowHeight(RunComparison comparison) => (comparison.Runs.Count * (BarHeight + BarGap)) + Around;

    /// <summary>The colour of a run, by its place among the others.</summary>
    public static string Colour(int run) => Palette.Label(run);

    /// <summary>The middle of a run's bar, in a row between two heights.</summary>
    public static double Middle(RunComparison comparison, int run, double top, double bottom) =>
        ((top + bottom) / 2) + ((run - ((comparison.Runs.Count - 1) / 2.0)) * (BarHeight + BarGap));

    /// <summary>Draws the runs' names, as many in a line as fit, and advances the figure.</summary>
    public static void Draw(FigureBuilder figure, RunComparison comparison)
    {
        var x = FigureBuilder.Margin;
        for (var i = 0; i < comparison.Runs.Count; i++)
        {
            var width = TextLines.Width(comparison.Runs[i].Name, Page.TextSize, bold: true) + 40;
            if (x > FigureBuilder.Margin && x + width > figure.Right)
            {
                x = FigureBuilder.Margin;
                figure.Bottom += 20;
            }

            figure.Page.Rectangle(x, figure.Bottom + 2, 10, 10, Colour(i), radius: 2);
            figure.Page.Text(x + 16, figure.Bottom + 12, comparison.Runs[i].Name, bold: true);
            x += width;
        }

        figure.Bottom += 28;
    }

    /// <summary>The runs' conditions.</summary>
    public static string Caption(RunComparison comparison) =>
        string.Join("; ", comparison.Runs.Select(run => $"{run.Name}: {Format.Conditions(run.Summary)}"));
}
