using System.Text;

namespace Repro.Drawing;

/// <summary>How wide text is, and where it breaks. Another font than DejaVu Sans, as a browser may take, is narrower.</summary>
internal static class TextLines
{
    // No letter of a script that the fonts lack is wider than it is high.
    private const double Widest = 1;
    private const float UnitSize = 1000;

    private static readonly Lazy<float[]> Regular = new(() => Advances(bold: false));
    private static readonly Lazy<float[]> Bold = new(() => Advances(bold: true));

    /// <summary>Width in pixels.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        var advances = (bold ? Bold : Regular).Value;
        return text.EnumerateRunes().Sum(rune => Advance(rune, advances)) * size;
    }

    /// <summary>Text in lines that fit into a width: broken at spaces, else after a mark between words, else anywhere.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size, bool bold = false)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var piece in Pieces(text, width, size, bold))
        {
            if (line.Length > 0 && !Fits(line + piece, width, size, bold))
            {
                lines.Add(line.ToString().TrimEnd());
                line.Clear();
            }

            line.Append(line.Length == 0 ? piece.TrimStart() : piece);
        }

        lines.Add(line.ToString().TrimEnd());
        return lines;
    }

    private static double Advance(Rune rune, float[] advances) => rune.Value switch
    {
        < ' ' => 0,
        var code when code < advances.Length && advances[code] > 0 => advances[code],
        _ => Widest,
    };

    // Of the Basic Multilingual Plane, as parts of the size; 0 for what the font lacks.
    private static float[] Advances(bool bold)
    {
        using var font = Typefaces.Font(UnitSize, bold);
        var glyphs = font.GetGlyphs([.. Enumerable.Range(0, char.MaxValue + 1)]);
        return [.. font.GetGlyphWidths(glyphs).Zip(glyphs, (width, glyph) => glyph == 0 ? 0 : width / UnitSize)];
    }

    // No larger than they need be to fit.
    private static IEnumerable<string> Pieces(string text, double width, double size, bool bold) => Split(text, IsSpace)
        .SelectMany(word => Fits(word, width, size, bold) ? [word] : Split(word, IsMark))
        .SelectMany(part => Broken(part, width, size, bold));

    private static bool IsSpace(string text, int at) => text[at] == ' ';

    private static bool IsMark(string text, int at) => text[at] is '-' or '_' or '+' or ',';

    private static bool Fits(string piece, double width, double size, bool bold) => Width(piece.TrimEnd(), size, bold) <= width;

    // After each letter at which it may be split.
    private static IEnumerable<string> Split(string text, Func<string, int, bool> isEnd)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (isEnd(text, i))
            {
                yield return text[start..(i + 1)];
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static IEnumerable<string> Broken(string piece, double width, double size, bool bold)
    {
        var advances = (bold ? Bold : Regular).Value;
        // Spaces at the end take no room.
        var end = piece.TrimEnd().Length;
        var (start, at, used) = (0, 0, 0.0);
        foreach (var rune in piece.EnumerateRunes())
        {
            var advance = Advance(rune, advances);
            if (at > start && at < end && (used + advance) * size > width)
            {
                yield return piece[start..at];
                (start, used) = (at, 0);
            }

            at += rune.Utf16SequenceLength;
            used += advance;
        }

        yield return piece[start..];
    }
}
