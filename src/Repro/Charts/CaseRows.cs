namespace Repro.Charts;

/// <summary>
/// Cases one below the other, by rate where there are several, the highest first: names to the left, what is drawn of each in the middle, and words to the
/// right. A row is as high as its name needs.
/// </summary>
internal sealed class CaseRows
{
    private const double LineHeight = RowName.LineHeight;
    private const double HeadingHeight = 26;
    private const double WordsWidth = 178;

    private readonly Sheet sheet;
    private readonly Func<string, string>? colour;
    private readonly bool hasRates;
    private readonly List<IGrouping<double, RowKey>> groups;
    private readonly RowName names;
    private readonly double rowHeight;

    /// <param name="sheet">Where they are drawn.</param>
    /// <param name="rows">The cases, in order.</param>
    /// <param name="colour">The colour of a label; null where colours mean something else.</param>
    /// <param name="leastHeight">How high a row is at least; null for as high as there is room for.</param>
    public CaseRows(Sheet sheet, IReadOnlyList<RowKey> rows, Func<string, string>? colour, double? leastHeight = null)
    {
        this.sheet = sheet;
        this.colour = colour;
        groups = [.. rows.GroupBy(row => row.OfferedPerSecond).OrderByDescending(group => group.Key)];
        hasRates = groups.Count > 1;
        names = new RowName(rows.Select(row => row.Label));
        rowHeight = leastHeight ?? rows.Count switch { <= 6 => 46, <= 12 => 36, <= 24 => 28, _ => 24 };
    }

    /// <summary>Where what is drawn of a case begins.</summary>
    public double From => names.End;

    /// <summary>Where it ends.</summary>
    public double To => sheet.Right - WordsWidth;

    /// <summary>Draws all rows and advances the sheet.</summary>
    /// <param name="draw">Draws what is between a row's name and its words; given the case, the row's upper and its lower edge.</param>
    /// <param name="words">What stands to the right of it: a line in bold, and one below or nothing.</param>
    public void Draw(Action<RowKey, double, double> draw, Func<RowKey, (string Bold, string Plain)> words)
    {
        foreach (var group in groups)
        {
            if (hasRates)
            {
                using (sheet.Svg.Group(("class", "row"), ("data-of", string.Join(' ', group.Select(row => row.Id))), ("data-height", Svg.Number(HeadingHeight))))
                {
                    sheet.Svg.Text(Sheet.Margin, sheet.Bottom + 17, $"at {Wording.Rate(group.Key)}", bold: true);
                }

                sheet.Bottom += HeadingHeight;
            }

            foreach (var row in group)
            {
                Row(row, draw, words(row));
            }
        }
    }

    private void Row(RowKey row, Action<RowKey, double, double> draw, (string Bold, string Plain) words)
    {
        var svg = sheet.Svg;
        var plain = words.Plain.Length == 0 ? [] : Letters.Wrap(words.Plain, WordsWidth - 10, 11);
        var bold = Letters.Wrap(words.Bold, WordsWidth - 10, 13, bold: true);
        var height = Math.Max(rowHeight, Math.Max(names.HeightOf(row.Label), (bold.Count + (plain.Count * 0.9)) * LineHeight) + 6);
        var (top, bottom) = (sheet.Bottom + 2, sheet.Bottom + height - 2);
        using (svg.Group(("class", "row"), ("data-case", row.Id), ("data-height", Svg.Number(height))))
        {
            var middle = (top + bottom) / 2;
            names.Draw(svg, row.Label, middle, colour?.Invoke(row.Label));
            draw(row, top, bottom);
            var right = To + 10;
            var y = middle - ((bold.Count + (plain.Count * 0.9)) * LineHeight / 2);
            foreach (var line in bold)
            {
                y += LineHeight;
                svg.Text(right, y - 4, line, bold: true);
            }

            foreach (var line in plain)
            {
                y += LineHeight * 0.9;
                svg.Text(right, y - 4, line, Palette.Muted, size: 11);
            }
        }

        sheet.Bottom += height;
    }
}

/// <summary>A case as a row of a figure.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its label.</param>
/// <param name="OfferedPerSecond">Its rate.</param>
internal sealed record RowKey(string Id, string Label, double OfferedPerSecond);
