using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SkiaSharp;

namespace Repro.Drawing;

/// <summary>
/// A page that figures are drawn on: text, and what is not within the axes of a <see cref="Pane"/>. Coordinates in pixels from the top
/// left. It is recorded twice: as strokes, for pixels, and as a document, in which text, boxes and lines are what they are.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Its recorders are disposed by Finish, with which every page ends.")]
internal sealed class Page
{
    /// <summary>Size of text, in pixels, unless told.</summary>
    public const double TextSize = 13;

    // A recording wants to know where it ends before the page does.
    private const float Unbounded = 1_000_000;
    private const float HaloWidth = 4;

    private readonly SKPictureRecorder strokes = new();
    private readonly SKPictureRecorder document = new();

    /// <param name="width">Its width in pixels.</param>
    /// <param name="title">What it says.</param>
    /// <param name="description">All of it in words, for who can't see it.</param>
    public Page(int width, string title, string description)
    {
        (Width, Title, Description) = (width, title, description);
        Canvas = strokes.BeginRecording(new SKRect(0, 0, width, Unbounded));
        Document = document.BeginRecording(new SKRect(0, 0, width, Unbounded));
    }

    public int Width { get; }

    public int Height { get; set; }

    public string Title { get; }

    public string Description { get; }

    /// <summary>What becomes pixels.</summary>
    internal SKCanvas Canvas { get; }

    /// <summary>What becomes the SVG document: marks, and the strokes of panes.</summary>
    internal SKCanvas Document { get; }

    /// <summary>What is drawn until the result is disposed belongs together; a page moves or hides it as one.</summary>
    public IDisposable Group(params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Mark.Of(MarkKind.Group, attributes).Draw(Document);
        return new Ending(() => Mark.Of(MarkKind.End).Draw(Document));
    }

    /// <summary>What is drawn until the result is disposed says something under the pointer.</summary>
    public IDisposable Tip(string text) => Group(("class", "mark"), ("title", text));

    public void Rectangle(
        double x, double y, double width, double height, string fill, double opacity = 1, string? stroke = null, double radius = 0,
        string? dash = null)
    {
        Mark.Of(
            MarkKind.Element,
            ("name", "rect"),
            ("x", Number(x)),
            ("y", Number(y)),
            ("width", Number(width)),
            ("height", Number(height)),
            ("rx", radius > 0 ? Number(radius) : null),
            ("fill", fill),
            ("fill-opacity", opacity < 1 ? Number(opacity) : null),
            ("stroke", stroke),
            ("stroke-dasharray", dash)).Draw(Document);
        var box = new SKRect((float)x, (float)y, (float)(x + width), (float)(y + height));
        using var paint = Filled(fill, opacity);
        Canvas.DrawRoundRect(box, (float)radius, (float)radius, paint);
        if (stroke is not null)
        {
            using var pen = Pen(stroke, 1, dash);
            Canvas.DrawRoundRect(box, (float)radius, (float)radius, pen);
        }
    }

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string? dash = null) =>
        Path([(x1, y1), (x2, y2)], stroke, width, dash);

    public void Path(IReadOnlyList<(double X, double Y)> points, string stroke, double width = 2, string? dash = null)
    {
        Stroke(points, stroke, width, dash).Draw(Document);
        using var path = new SKPath();
        path.AddPoly([.. points.Select(point => new SKPoint((float)point.X, (float)point.Y))], close: false);
        using var pen = Pen(stroke, width, dash);
        Canvas.DrawPath(path, pen);
    }

    /// <summary>A line of text.</summary>
    /// <param name="x">Where it begins, or its middle or end, as <paramref name="anchor"/> says.</param>
    /// <param name="y">Its baseline.</param>
    /// <param name="text">What it says.</param>
    /// <param name="fill">Its colour.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="size">In pixels.</param>
    /// <param name="bold">Whether it is bold.</param>
    /// <param name="halo">Whether a rim of paper keeps it readable where a line runs through it.</param>
    public void Text(
        double x,
        double y,
        string text,
        string fill = Palette.Ink,
        string anchor = "start",
        double size = TextSize,
        bool bold = false,
        bool halo = false)
    {
        Mark.Of(
            MarkKind.Element,
            ("name", "text"),
            ("x", Number(x)),
            ("y", Number(y)),
            ("fill", fill),
            ("text-anchor", anchor == "start" ? null : anchor),
            ("font-size", Math.Abs(size - TextSize) < 0.01 ? null : Number(size)),
            ("font-weight", bold ? "600" : null),
            ("stroke", halo ? Palette.Paper : null),
            ("stroke-width", halo ? Number(HaloWidth) : null),
            ("stroke-linejoin", halo ? "round" : null),
            ("paint-order", halo ? "stroke" : null),
            ("text", text)).Draw(Document);
        text = PlainText.Of(text);
        var left = (float)(x - (TextLines.Width(text, size, bold) * (anchor switch { "middle" => 0.5, "end" => 1, _ => 0 })));
        using var font = Typefaces.Font(size, bold);
        using var paint = Filled(fill, 1);
        if (halo)
        {
            using var rim = Pen(Palette.Paper, HaloWidth, null);
            using var outline = font.GetTextPath(text, new SKPoint(left, (float)y));
            Canvas.DrawPath(outline, rim);
        }

        Canvas.DrawText(text, left, (float)y, SKTextAlign.Left, font, paint);
    }

    /// <summary>A number as a document has it, whatever the culture; two decimals are a fiftieth of a pixel.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Ends the page: nothing more can be drawn on it.</summary>
    public Picture Finish()
    {
        using (strokes)
        using (document)
        {
            return new Picture(Width, Height, Title, Description, strokes.EndRecording(), document.EndRecording());
        }
    }

    /// <summary>A path as it stands in the document.</summary>
    internal static Mark Stroke(IReadOnlyList<(double X, double Y)> points, string stroke, double width, string? dash) => Mark.Of(
        MarkKind.Element,
        ("name", "path"),
        ("d", "M" + string.Join('L', points.Select(point => $"{Number(point.X)} {Number(point.Y)}"))),
        ("fill", "none"),
        ("stroke", stroke),
        ("stroke-width", width == 1 ? null : Number(width)),
        ("stroke-dasharray", dash),
        ("stroke-linejoin", points.Count > 2 ? "round" : null));

    /// <summary>The lengths of dashes and of the gaps between them, in pixels.</summary>
    internal static float[] Dashes(string dash) => [.. dash.Split(' ').Select(part => float.Parse(part, CultureInfo.InvariantCulture))];

    internal static SKColor Colour(string colour, double opacity = 1) =>
        SKColor.Parse(colour).WithAlpha((byte)Math.Round(opacity * byte.MaxValue));

    private static SKPaint Filled(string colour, double opacity) => new() { Color = Colour(colour, opacity), IsAntialias = true };

    private static SKPaint Pen(string colour, double width, string? dash) => new()
    {
        Color = Colour(colour),
        IsAntialias = true,
        Style = SKPaintStyle.Stroke,
        StrokeWidth = (float)width,
        StrokeJoin = SKStrokeJoin.Round,
        PathEffect = dash is null ? null : SKPathEffect.CreateDash(Dashes(dash), 0),
    };
}
