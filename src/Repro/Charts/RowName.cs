using Repro.Drawing;

namespace Repro.Charts;

/// <summary>The name of a row, at the left edge of a figure, in as many lines as it needs, beside its colour.</summary>
internal sealed class RowName
{
    /// <summary>Height of a line, in pixels.</summary>
    public const double LineHeight = 16;

    private const double Widest = 300;
    private const double SwatchSize = 10;
    private const double Indent = 18;
    private const double Gap = 14;

    private readonly double width;

    /// <param name="names">The names of all rows, which share a column.</param>
    public RowName(IEnumerable<string> names) =>
        width = Math.Min(Widest, names.Select(name => TextLines.Width(name, Page.TextSize)).DefaultIfEmpty().Max() + 1);

    /// <summary>Where the column of names ends, and what is drawn of the rows begins.</summary>
    public double End => FigureBuilder.Margin + Indent + width + Gap;

    /// <summary>How high a row has to be for its name.</summary>
    public double HeightOf(string name) => TextLines.Wrap(name, width, Page.TextSize).Count * LineHeight;

    /// <summary>Draws a name.</summary>
    /// <param name="page">The drawing.</param>
    /// <param name="name">The name.</param>
    /// <param name="middle">The middle of its row.</param>
    /// <param name="colour">The colour of what is drawn in the row; null where it has several.</param>
    public void Draw(Page page, string name, double middle, string? colour)
    {
        if (colour is not null)
        {
            page.Rectangle(FigureBuilder.Margin, middle - (SwatchSize / 2), SwatchSize, SwatchSize, colour, radius: 2);
        }

        var lines = TextLines.Wrap(name, width, Page.TextSize);
        for (var line = 0; line < lines.Count; line++)
        {
            page.Text(FigureBuilder.Margin + Indent, middle + 4 + ((line - ((lines.Count - 1) / 2.0)) * LineHeight), lines[line]);
        }
    }
}
