using Repro.Drawing;

namespace Repro.Charts;

/// <summary>A bar from zero to the first failure; to the end of the load and beyond where there was none.</summary>
/// <param name="HasFigures">Whether it is a valid measurement.</param>
/// <param name="OnsetSeconds">The first failure; null: none.</param>
/// <param name="PredictedSeconds">The first failure as predicted; null: never.</param>
/// <param name="DurationSeconds">How long the load lasted.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Tip">What it says under the pointer.</param>
internal sealed record OnsetBar(
    bool HasFigures, double? OnsetSeconds, double? PredictedSeconds, double DurationSeconds, string Colour, string Tip)
{
    private const double Pale = 0.18;

    /// <summary>Draws it.</summary>
    /// <param name="pane">The row, whose horizontal axis is time and goes on beyond the longest load.</param>
    /// <param name="middle">Where its middle is on the vertical axis, from 0 to 1.</param>
    /// <param name="height">Its height in pixels.</param>
    public void Draw(Pane pane, double middle, double height)
    {
        var (pixel, half) = (pane.X.Maximum / (pane.X.To - pane.X.From), height / 2 / (pane.Y.From - pane.Y.To));
        if (!HasFigures)
        {
            pane.Line((0, middle), (DurationSeconds, middle), Palette.Line, 1, "2 4");
        }
        else if (OnsetSeconds is { } onset)
        {
            using (pane.Tip(Tip))
            {
                pane.Bar(0, Math.Max(pixel, onset), middle - half, middle + half, Colour);
            }
        }
        else
        {
            using (pane.Tip(Tip))
            {
                pane.Bar(0, DurationSeconds, middle - half, middle + half, Colour, Pale);
            }

            var (tip, rise) = (DurationSeconds + (15 * pixel), 5 / (pane.Y.From - pane.Y.To));
            pane.Line((0, middle), (DurationSeconds + (12 * pixel), middle), Colour, 2, "7 4");
            pane.Curve([(tip - (7 * pixel), middle - rise), (tip, middle), (tip - (7 * pixel), middle + rise)], Colour);
        }

        if (PredictedSeconds is { } predicted && predicted <= pane.X.Maximum)
        {
            pane.Diamond(predicted, middle, Math.Min(6, height / 2), Palette.Ink);
        }
    }
}
