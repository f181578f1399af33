using Repro.Drawing;

namespace Repro.Charts;

/// <summary>Labels to the right of the lines that they name: each as near to its line's end as the others leave room for.</summary>
/// <param name="page">The drawing.</param>
/// <param name="x">Where labels begin.</param>
/// <param name="width">How wide they may be.</param>
internal sealed class LabelColumn(Page page, double x, double width = double.PositiveInfinity)
{
    private const double Size = 12;
    private const double LineHeight = 15;
    private const double Lead = 14;
    private const double SameEnd = 2;

    private readonly List<(double Y, string Text, string Colour, string? Label)> labels = [];

    /// <summary>Height that so many labels take.</summary>
    public static double HeightOf(IEnumerable<string> texts, double width) =>
        texts.Sum(text => TextLines.Wrap(text, width - Lead, Size, bold: true).Count * LineHeight);

    /// <summary>Adds a label at the height of its line's end.</summary>
    /// <param name="y">The height.</param>
    /// <param name="text">What it says.</param>
    /// <param name="colour">Its line's colour.</param>
    /// <param name="label">The label of the run that it belongs to, so that a page can hide it; null for none.</param>
    public void Add(double y, string text, string colour, string? label = null) => labels.Add((y, text, colour, label));

    /// <summary>Draws the labels between two heights, moved apart where they would overlap.</summary>
    public void Draw(double top, double bottom)
    {
        var placed = labels.OrderBy(label => label.Y)
            .Select(label => (label.Y, Lines: TextLines.Wrap(label.Text, width - Lead, Size, bold: true), label.Colour, label.Label))
            .ToList();
        var heights = placed.ConvertAll(label => label.Lines.Count * LineHeight);
        var tops = new double[placed.Count];
        for (var i = 0; i < placed.Count; i++)
        {
            tops[i] = Math.Max(placed[i].Y - (heights[i] / 2), i == 0 ? top : tops[i - 1] + heights[i - 1]);
        }

        // What was pushed over the lower edge pushes the others back up.
        for (var i = placed.Count - 1; i >= 0; i--)
        {
            tops[i] = Math.Min(tops[i], (i == placed.Count - 1 ? bottom : tops[i + 1]) - heights[i]);
        }

        for (var i = 0; i < placed.Count; i++)
        {
            var (y, lines, colour, label) = placed[i];
            using (page.Group(("data-label", label)))
            {
                // Labels of one end have one leader, which forks beside them.
                var sharing = Enumerable.Range(0, placed.Count).Where(other => Math.Abs(placed[other].Y - y) < SameEnd).ToList();
                var (fork, middle) = ((tops[sharing[0]] + tops[sharing[^1]] + heights[sharing[^1]]) / 2, tops[i] + (heights[i] / 2));
                if (sharing.Count > 1 || Math.Abs(middle - y) > LineHeight / 2)
                {
                    page.Path(
                        [(x - 6, y), (x + Lead - 9, fork), (x + Lead - 9, middle), (x + Lead - 4, middle)],
                        sharing.Count > 1 ? Palette.Line : colour,
                        1);
                }

                for (var line = 0; line < lines.Count; line++)
                {
                    page.Text(x + Lead, tops[i] + (line * LineHeight) + 11, lines[line], Palette.Word(colour), size: Size, bold: true);
                }
            }
        }
    }
}
