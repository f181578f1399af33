namespace Repro.Charts;

/// <summary>The frame of a plot: axes with ticks, grid and units.</summary>
/// <param name="Svg">The drawing.</param>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
internal sealed record Plot(Svg Svg, Scale X, Scale Y)
{
    private const int MostTicksX = 12;

    public static Plot Create(Svg svg, double left, double top, double right, double bottom, double maximumX, double maximumY) =>
        new(svg, new Scale(maximumX, left, right), new Scale(maximumY, bottom, top));

    /// <summary>Draws the grid and both axes.</summary>
    /// <param name="unitX">What the horizontal axis shows, with its unit; null leaves its labels out.</param>
    /// <param name="unitY">What the vertical axis shows, with its unit.</param>
    /// <param name="mostTicksY">The most steps of the vertical axis.</param>
    public void Frame(string? unitX, string unitY, int mostTicksY)
    {
        foreach (var tick in Y.Ticks(mostTicksY))
        {
            Svg.Line(X.From, Y[tick], X.To, Y[tick], Palette.Grid);
            Svg.Text(X.From - 8, Y[tick] + 4, Wording.Tick(tick), Palette.Muted, "end", 12);
        }

        foreach (var tick in X.Ticks(MostTicksX))
        {
            Svg.Line(X[tick], Y.From, X[tick], Y.From + 4, Palette.Muted);
            if (unitX is not null)
            {
                Svg.Text(X[tick], Y.From + 18, Wording.Tick(tick), Palette.Muted, "middle", 12);
            }
        }

        Svg.Line(X.From, Y.From, X.To, Y.From, Palette.Muted);
        Svg.Text(X.From, Y.To - 10, unitY, Palette.Muted, size: 12);
        if (unitX is not null)
        {
            Svg.Text((X.From + X.To) / 2, Y.From + 36, unitX, Palette.Muted, "middle", 12);
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
            yield return (X[Math.Min(t + step, X.Maximum)], Y[value]);
        }
    }

    /// <summary>The same closed along the horizontal axis, for filling.</summary>
    public IEnumerable<(double X, double Y)> Filled(IReadOnlyList<(double X, double Y)> path) =>
        path.Count == 0 ? [] : [(path[0].X, Y.From), .. path, (path[^1].X, Y.From)];
}
