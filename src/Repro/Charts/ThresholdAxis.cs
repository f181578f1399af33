using Repro.Drawing;

namespace Repro.Charts;

/// <summary>Rates on a logarithmic axis, and a threshold on it: as predicted, bracketed and measured.</summary>
internal sealed class ThresholdAxis
{
    private const double MarginFactor = 1.5;
    private const int MostTicks = 8;
    private const double BarOfReach = 0.625;
    private const double DotOfReach = 0.5625;
    private const double BandOfReach = 1.5;
    private const double Closed = 0.3;
    private const double Open = 0.15;

    private readonly LogScale x;
    private readonly IReadOnlyList<double> ticks;

    private ThresholdAxis(LogScale x) => (this.x, ticks) = (x, x.Ticks(MostTicks));

    /// <summary>How its marks are read.</summary>
    public static string Key =>
        "Requests per second, logarithmic. Diamond: the threshold as predicted; the grey strip before its middle: where a few are "
        + "predicted to fail. Dot: as measured, by what was answered once ports had run out. "
        + "Bar: from the highest rate without a failure to the lowest with one.";

    /// <summary>An axis that all of these fit on; at least one has a rate.</summary>
    public static ThresholdAxis Over(IEnumerable<ThresholdMarks> all, RowLayout layout)
    {
        var rates = all.SelectMany(marks => marks.Rates).ToList();
        return new ThresholdAxis(new LogScale(rates.Min() / MarginFactor, rates.Max() * MarginFactor, layout.From, layout.To));
    }

    /// <summary>The pane of a row on its ground, for the caller to draw. Its vertical axis has the page's pixels.</summary>
    public Pane Row(Page page, double top, double bottom)
    {
        page.Rectangle(x.From, top, x.To - x.From, bottom - top, Palette.Band);
        var pane = new Pane(page, x, new PixelScale(bottom, top));
        pane.GridX(ticks);
        return pane;
    }

    /// <summary>Draws a threshold.</summary>
    /// <param name="pane">The row.</param>
    /// <param name="marks">The threshold.</param>
    /// <param name="middle">Its height on the page.</param>
    /// <param name="reach">How far it reaches up and down.</param>
    /// <param name="colour">Its colour.</param>
    /// <param name="tip">What it says under the pointer.</param>
    public static void Draw(Pane pane, ThresholdMarks marks, double middle, double reach, string colour, string tip)
    {
        var thick = reach * BarOfReach;
        if (marks.Carried is not null || marks.Failed is not null)
        {
            // What has only one end goes on to the axis' end, paler.
            var (from, to) = (marks.Carried ?? pane.X.Minimum, marks.Failed ?? pane.X.Maximum);
            using (pane.Tip(tip))
            {
                pane.Bar(from, to, middle - thick, middle + thick, colour, marks.Carried is null || marks.Failed is null ? Open : Closed);
            }

            foreach (var end in new[] { marks.Carried, marks.Failed }.OfType<double>())
            {
                pane.Line((end, middle - reach), (end, middle + reach), colour, 2);
            }
        }

        if (marks.Predicted is { } predicted and > 0)
        {
            pane.Diamond(predicted, middle, reach, Palette.Ink);
            if (marks.Safe is { } safe and > 0 && safe < predicted)
            {
                // Over the diamond and beyond it: on an axis of decades it is narrower than that.
                var over = reach * BandOfReach;
                pane.Bar(safe, predicted, middle - over, middle + over, Palette.Ink, Closed);
            }
        }

        if (marks.Measured is { } measured and > 0)
        {
            using (pane.Tip(tip))
            {
                pane.Dot(measured, middle, reach * DotOfReach, colour);
            }
        }
    }

    /// <summary>Ends the rows with ticks and unit, and advances the figure.</summary>
    public void Frame(FigureBuilder figure)
    {
        using (figure.BelowRows())
        {
            var axis = new Pane(figure.Page, x, new Scale(1, figure.Bottom + 2, figure.Bottom));
            axis.FrameX("requests per second");
            axis.Draw();
        }

        figure.Bottom += 42;
    }
}

/// <summary>What is known of a threshold, in requests per second; null for what is not.</summary>
/// <param name="Predicted">As predicted.</param>
/// <param name="Carried">The highest rate without a failure.</param>
/// <param name="Failed">The lowest rate with one.</param>
/// <param name="Measured">As measured.</param>
/// <param name="Safe">The rate up to which none is predicted to fail at any moment.</param>
internal sealed record ThresholdMarks(double? Predicted, double? Carried, double? Failed, double? Measured, double? Safe)
{
    /// <summary>All that can be drawn on a logarithmic axis.</summary>
    public IEnumerable<double> Rates => new[] { Predicted, Carried, Failed, Measured, Safe }.OfType<double>().Where(rate => rate > 0);
}
