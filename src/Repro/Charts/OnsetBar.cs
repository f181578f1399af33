namespace Repro.Charts;

/// <summary>A bar from zero to the first failure; to the end of the load and beyond where there was none.</summary>
/// <param name="HasFigures">Whether it is a valid measurement.</param>
/// <param name="OnsetSeconds">The first failure; null: none.</param>
/// <param name="PredictedSeconds">The first failure as predicted; null: never.</param>
/// <param name="DurationSeconds">How long the load lasted.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Tip">What it says under the pointer.</param>
internal sealed record OnsetBar(bool HasFigures, double? OnsetSeconds, double? PredictedSeconds, double DurationSeconds, string Colour, string Tip)
{
    private const double Pale = 0.18;

    /// <summary>Draws it.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="x">The axis of time, which goes on beyond the longest load.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="height">Its height.</param>
    public void Draw(Svg svg, Scale x, double y, double height)
    {
        var (middle, end) = (y + (height / 2), x[DurationSeconds]);
        if (!HasFigures)
        {
            svg.Line(x.From, middle, end, middle, Palette.Line, 1, "2 4");
        }
        else if (OnsetSeconds is { } onset)
        {
            Svg.Tip(svg.Rectangle(x.From, y, Math.Max(1, x[onset] - x.From), height, Colour), Tip);
        }
        else
        {
            Svg.Tip(svg.Rectangle(x.From, y, end - x.From, height, Colour, Pale), Tip);
            svg.Line(x.From, middle, end + 12, middle, Colour, 2, "7 4");
            svg.Path([(end + 8, middle - 5), (end + 15, middle), (end + 8, middle + 5)], Colour);
        }

        if (PredictedSeconds is { } predicted && predicted <= x.Maximum)
        {
            svg.Diamond(x[predicted], middle, Math.Min(6, height / 2), Palette.Ink);
        }
    }
}
