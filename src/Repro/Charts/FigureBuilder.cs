using Repro.Drawing;

namespace Repro.Charts;

/// <summary>
/// Composes a figure from top to bottom: a title that states the finding, what is drawn, and the conditions. Nothing is wider than it.
/// </summary>
internal sealed class FigureBuilder
{
    /// <summary>Pixels between the edge and whatever is drawn.</summary>
    public const double Margin = 24;

    private const int UsualWidth = 960;
    private const double TitleSize = 18;
    private const double TitleLine = 24;
    private const double CaptionSize = 11;
    private const double CaptionLine = 15;

    /// <param name="title">What the figure says.</param>
    /// <param name="subtitle">What it shows, and how to read it.</param>
    /// <param name="description">All of it in words, for who can't see it.</param>
    /// <param name="width">Its width in pixels.</param>
    public FigureBuilder(string title, string subtitle, string description, int width = UsualWidth)
    {
        Page = new Page(width, title, description);
        Bottom = 14;
        Write(title, TitleSize, TitleLine, Palette.Ink, bold: true);
        Write(subtitle, Page.TextSize, 18, Palette.Muted);
        Bottom += 14;
    }

    public Page Page { get; }

    public double Right => Page.Width - Margin;

    /// <summary>Where what has been drawn so far ends.</summary>
    public double Bottom { get; set; }

    /// <summary>From here on what is drawn stands below rows that a page may hide, and moves up with them.</summary>
    public IDisposable BelowRows() => Page.Group(("class", "below"));

    /// <summary>Ends the figure with its conditions.</summary>
    public Figure Finish(string name, string caption, IReadOnlyList<HoverPlot>? hover = null)
    {
        Bottom += 14;
        using (BelowRows())
        {
            Write(caption, CaptionSize, CaptionLine, Palette.Muted);
        }

        Page.Height = (int)Math.Ceiling(Bottom + 12);
        return new Figure(name, Page.Finish()) { Hover = hover ?? [] };
    }

    /// <summary>Ends a figure that has nothing to show.</summary>
    public Figure Empty(string name, string why, string caption)
    {
        Bottom += 40;
        Page.Text(Page.Width / 2.0, Bottom, why, Palette.Muted, "middle", 15);
        Bottom += 30;
        return Finish(name, caption);
    }

    private void Write(string text, double size, double line, string fill, bool bold = false)
    {
        if (text.Length == 0)
        {
            return;
        }

        foreach (var part in TextLines.Wrap(text, Right - Margin, size, bold))
        {
            Bottom += line;
            Page.Text(Margin, Bottom - (line / 4), part, fill, size: size, bold: bold);
        }
    }
}
