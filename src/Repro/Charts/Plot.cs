namespace Repro.Charts;

/// <summary>The frame of a plot: axes with ticks, grid and units.</summary>
/// <param name="Svg">The drawing.</param>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
internal sealed record Plot(Svg Svg, IScale X, IScale Y)
{
    private const int MostTicksX = 12;
    private const double TickSize = 12;

    /// <summary>Draws the grid and the ticks of the vertical axis, and its unit above.</summary>
    /// <param name="unit">What it shows, with its unit.</param>
    /// <param name="mostTicks">The most steps.</param>
    /// <param name="isCrossed">Whether lines run through the unit.</param>
    public void FrameY(string unit, int mostTicks, bool isCrossed = false)
    {
        foreach (var tick in Y.Ticks(mostTicks))
        {
            Svg.Line(X.From, Y[tick], X.To, Y[tick], Palette.Grid);
            Svg.Text(X.From - 8, Y[tick] + 4, Wording.Tick(tick), Palette.Muted, "end", TickSize);
        }

        Svg.Text(X.From, Y.To - 8, unit, Palette.Muted, size: TickSize, halo: isCrossed);
    }

    /// <summary>Draws a horizontal axis of values, and its unit below.</summary>
    /// <param name="unit">What it shows, with its unit.</param>
    public void FrameX(string unit)
    {
        Ticks(X.Ticks(MostTicksX).Select(tick => (X[tick], Wording.Tick(tick))));
        Svg.Text((X.From + X.To) / 2, Y.From + 36, unit, Palette.Muted, "middle", TickSize);
    }

    /// <summary>Draws a horizontal axis of time.</summary>
    /// <param name="seconds">The time at its far end.</param>
    /// <param name="withLabels">Whether its ticks have labels, and its unit is named.</param>
    public void FrameTime(double seconds, bool withLabels = true)
    {
        var unit = TimeUnit.For(seconds);
        var ticks = new Scale(seconds / unit.Seconds, X.From, X.To);
        Ticks(ticks.Ticks(MostTicksX).Select(tick => (ticks[tick], withLabels ? Wording.Tick(tick) : "")));
        if (withLabels)
        {
            Svg.Text((X.From + X.To) / 2, Y.From + 36, $"{unit.Name} since the load started", Palette.Muted, "middle", TickSize);
        }
    }

    /// <summary>A vertical line at a moment, over the height of the plot.</summary>
    public void Mark(double x, string stroke, string? dash = null, double width = 1.5) =>
        Svg.Line(X[x], Y.From, X[x], Y.To, stroke, width, dash);

    /// <summary>Rates by steps as a path: each value holds for the width of its step.</summary>
    public IEnumerable<(double X, double Y)> Steps(IEnumerable<(double T, double Value)> points, double step)
    {
        foreach (var (t, value) in points)
        {
            yield return (X[t], Y[value]);
            yield return (Math.Min(X[t + step], X.To), Y[value]);
        }
    }

    /// <summary>The same closed along the horizontal axis, for filling.</summary>
    public IEnumerable<(double X, double Y)> Filled(IReadOnlyList<(double X, double Y)> path) =>
        path.Count == 0 ? [] : [(path[0].X, Y.From), .. path, (path[^1].X, Y.From)];

    private void Ticks(IEnumerable<(double X, string Label)> ticks)
    {
        Svg.Line(X.From, Y.From, X.To, Y.From, Palette.Line);
        foreach (var (x, label) in ticks)
        {
            Svg.Line(x, Y.From, x, Y.From + 4, Palette.Line);
            if (label.Length > 0)
            {
                Svg.Text(x, Y.From + 18, label, Palette.Muted, "middle", TickSize);
            }
        }
    }
}
