using System.Text;

namespace Repro.Charts;

/// <summary>How wide text is, and where it breaks. Measured with DejaVu Sans, the widest of a drawing's fonts: with another it only gets narrower.</summary>
internal static class Letters
{
    // Advance widths in thousandths of the size, from the space to the tilde, as hmtx of DejaVuSans.ttf and DejaVuSans-Bold.ttf 2.37 has them.
    private static readonly short[] Regular =
    [
        318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838,
        838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390,
        337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,
        525, 636, 337, 636, 838,
    ];

    private static readonly short[] Bold =
    [
        348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838,
        838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457,
        365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652,
        582, 712, 365, 712, 838,
    ];

    // × and → are 838; no letter of another script in the usual fonts is wider than it is high.
    private const short Other = 838;
    private const short Wide = 1000;

    /// <summary>Width in pixels.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        var widths = bold ? Bold : Regular;
        return text.EnumerateRunes().Sum(rune => rune.Value switch
        {
            < ' ' => 0,
            <= '~' => widths[rune.Value - ' '],
            < 0x2E80 => Other,
            _ => Wide,
        }) * size / 1000;
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
        var rest = piece;
        while (rest.Length > 1 && !Fits(rest, width, size, bold))
        {
            var fits = Enumerable.Range(1, rest.Length - 1).Last(length => length == 1 || Width(rest[..length], size, bold) <= width);
            yield return rest[..fits];
            rest = rest[fits..];
        }

        yield return rest;
    }
}
