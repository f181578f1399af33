using SkiaSharp;

namespace Repro.Drawing;

/// <summary>
/// The two fonts of every drawing: subsets of DejaVu Sans (dejavu-fonts.github.io) that the program carries, so that a drawing has the same
/// bytes on every machine, and on one without any font.
/// </summary>
internal static class Typefaces
{
    /// <summary>The family's name, as ScottPlot asks for it.</summary>
    public const string Family = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> Regular = new(() => Read("DejaVuSans.ttf"));
    private static readonly Lazy<SKTypeface> Bold = new(() => Read("DejaVuSans-Bold.ttf"));

    /// <summary>The typeface.</summary>
    public static SKTypeface Of(bool bold) => (bold ? Bold : Regular).Value;

    /// <summary>A font of so many pixels, for the caller to dispose. Letters stand where they belong, between pixels if need be.</summary>
    public static SKFont Font(double size, bool bold) =>
        new(Of(bold), (float)size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };

    private static SKTypeface Read(string name)
    {
        using var stream = typeof(Typefaces).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the font {name} is not embedded");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
