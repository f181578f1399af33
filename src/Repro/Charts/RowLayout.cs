using Repro.Drawing;

namespace Repro.Charts;

/// <summary>
/// Rows one below the other: a name to the left, what is drawn in the middle, and words to the right. A row is as high as its words need.
/// </summary>
/// <param name="figure">Where they are drawn.</param>
/// <param name="names">The names of all of them.</param>
/// <param name="wordsWidth">How wide the words to the right are.</param>
/// <param name="leastHeight">How high a row is at least.</param>
internal sealed class RowLayout(FigureBuilder figure, RowName names, double wordsWidth, double leastHeight)
{
    private const double LineHeight = RowName.LineHeight;
    private const double PlainSize = 11;
    private const double PlainLineHeight = LineHeight * 0.9;
    private const double Gap = 10;

    /// <summary>Where what is drawn begins.</summary>
    public double From => names.End;

    /// <summary>Where it ends.</summary>
    public double To => figure.Right - wordsWidth;

    /// <summary>Draws a row and advances the figure.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="colour">The colour of what is drawn in it; null where colours mean something else.</param>
    /// <param name="words">What stands to the right of it: in bold, and lines below.</param>
    /// <param name="identity">The attribute by which a page finds it.</param>
    /// <param name="draw">Draws what is between name and words; given the row's upper and its lower edge.</param>
    public void Draw(
        string name, string? colour, (string Bold, IReadOnlyList<string> Plain) words, (string Name, string? Value) identity,
        Action<double, double> draw)
    {
        var page = figure.Page;
        var bold = TextLines.Wrap(words.Bold, wordsWidth - Gap, Page.TextSize, bold: true);
        var plain = words.Plain.SelectMany(line => TextLines.Wrap(line, wordsWidth - Gap, PlainSize)).ToList();
        var wordsHeight = (bold.Count * LineHeight) + (plain.Count * PlainLineHeight);
        var height = Math.Max(leastHeight, Math.Max(names.HeightOf(name), wordsHeight) + 6);
        var (top, bottom) = (figure.Bottom + 2, figure.Bottom + height - 2);
        using (page.Group(("class", "row"), identity, ("data-height", Page.Number(height))))
        {
            var middle = (top + bottom) / 2;
            names.Draw(page, name, middle, colour);
            draw(top, bottom);
            var y = middle - (wordsHeight / 2);
            foreach (var line in bold)
            {
                y += LineHeight;
                page.Text(To + Gap, y - 4, line, bold: true);
            }

            foreach (var line in plain)
            {
                y += PlainLineHeight;
                page.Text(To + Gap, y - 4, line, Palette.Muted, size: PlainSize);
            }
        }

        figure.Bottom += height;
    }
}
