using Repro.Drawing;

namespace Repro.Charts;

/// <summary>Cases as rows, by rate where there are several, the highest first.</summary>
internal sealed class CaseRows
{
    private const double HeadingHeight = 26;
    private const double WordsWidth = 178;

    private readonly FigureBuilder figure;
    private readonly Func<string, string>? colour;
    private readonly bool hasRates;
    private readonly List<IGrouping<double, RowKey>> groups;
    private readonly RowLayout layout;

    /// <param name="figure">Where they are drawn.</param>
    /// <param name="rows">The cases, in order.</param>
    /// <param name="colour">The colour of a label; null where colours mean something else.</param>
    /// <param name="leastHeight">How high a row is at least; null for as high as there is room for.</param>
    public CaseRows(FigureBuilder figure, IReadOnlyList<RowKey> rows, Func<string, string>? colour, double? leastHeight = null)
    {
        this.figure = figure;
        this.colour = colour;
        groups = [.. rows.GroupBy(row => row.OfferedPerSecond).OrderByDescending(group => group.Key)];
        hasRates = groups.Count > 1;
        layout = new RowLayout(
            figure, new RowName(rows.Select(row => row.Label)), WordsWidth,
            leastHeight ?? rows.Count switch { <= 6 => 46, <= 12 => 36, <= 24 => 28, _ => 24 });
    }

    /// <summary>Where what is drawn of a case begins.</summary>
    public double From => layout.From;

    /// <summary>Where it ends.</summary>
    public double To => layout.To;

    /// <summary>Draws all rows and advances the figure.</summary>
    /// <param name="draw">Draws what is between a row's name and its words; given the case, the row's upper and its lower edge.</param>
    /// <param name="words">What stands to the right of it: a line in bold, and one below or nothing.</param>
    public void Draw(Action<RowKey, double, double> draw, Func<RowKey, (string Bold, string Plain)> words)
    {
        foreach (var group in groups)
        {
            if (hasRates)
            {
                using (figure.Page.Group(
                    ("class", "row"),
                    ("data-of", string.Join(' ', group.Select(row => row.Id))),
                    ("data-height", Page.Number(HeadingHeight))))
                {
                    figure.Page.Text(FigureBuilder.Margin, figure.Bottom + 17, $"at {Format.Rate(group.Key)}", bold: true);
                }

                figure.Bottom += HeadingHeight;
            }

            foreach (var row in group)
            {
                var (bold, plain) = words(row);
                layout.Draw(
                    row.Label, colour?.Invoke(row.Label), (bold, plain.Length == 0 ? [] : [plain]), ("data-case", row.Id),
                    (top, bottom) => draw(row, top, bottom));
            }
        }
    }
}

/// <summary>A case as a row of a figure.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its label.</param>
/// <param name="OfferedPerSecond">Its rate.</param>
internal sealed record RowKey(string Id, string Label, double OfferedPerSecond);
