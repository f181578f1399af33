using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Repro.Charts;

/// <summary>An SVG drawing with real text, a title and a description. Coordinates in pixels from the top left.</summary>
internal sealed class Svg
{
    /// <summary>Size of text, in pixels, unless told.</summary>
    public const double TextSize = 13;

    private const string Font = "'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
    private static readonly XNamespace Name = "http://www.w3.org/2000/svg";

    private readonly XElement root;
    private XElement parent;

    public Svg(int width, string title, string description)
    {
        (Width, Title) = (width, title);
        var paper = new XElement(Name + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", Palette.Paper));
        root = new XElement(
            Name + "svg",
            new XAttribute("role", "img"),
            new XAttribute("font-family", Font),
            new XAttribute("font-size", Number(TextSize)),
            new XElement(Name + "title", Printable(title)),
            new XElement(Name + "desc", Printable(description)),
            paper);
        parent = root;
    }

    public int Width { get; }

    public int Height { get; set; }

    public string Title { get; }

    /// <summary>A number as SVG wants it, whatever the culture; two decimals are a fiftieth of a pixel.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>What is drawn until the result is disposed belongs together; a page moves or hides it as one.</summary>
    public IDisposable Group(params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var outer = parent;
        parent = Add("g", attributes);
        return new Ending(() => parent = outer);
    }

    public XElement Rectangle(
        double x, double y, double width, double height, string fill, double opacity = 1, string? stroke = null, double radius = 0, string? dash = null) => Add(
        "rect",
        ("x", Number(x)),
        ("y", Number(y)),
        ("width", Number(width)),
        ("height", Number(height)),
        ("rx", radius > 0 ? Number(radius) : null),
        ("fill", fill),
        ("fill-opacity", opacity < 1 ? Number(opacity) : null),
        ("stroke", stroke),
        ("stroke-dasharray", dash));

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string? dash = null) => Add(
        "line",
        ("x1", Number(x1)),
        ("y1", Number(y1)),
        ("x2", Number(x2)),
        ("y2", Number(y2)),
        ("stroke", stroke),
        ("stroke-width", width == 1 ? null : Number(width)),
        ("stroke-dasharray", dash));

    public void Path(IEnumerable<(double X, double Y)> points, string stroke, double width = 2, string? dash = null) => Add(
        "path",
        ("d", Points(points)),
        ("fill", "none"),
        ("stroke", stroke),
        ("stroke-width", Number(width)),
        ("stroke-dasharray", dash),
        ("stroke-linejoin", "round"));

    public void Area(IEnumerable<(double X, double Y)> points, string fill, double opacity) => Add(
        "path", ("d", Points(points) + "Z"), ("fill", fill), ("fill-opacity", opacity < 1 ? Number(opacity) : null));

    public XElement Dot(double x, double y, double radius, string fill, string stroke = Palette.Paper) => Add(
        "circle", ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)), ("fill", fill), ("stroke", stroke));

    /// <summary>A hollow diamond: what was predicted.</summary>
    public XElement Diamond(double x, double y, double radius, string stroke, string fill = Palette.Paper) => Add(
        "path",
        ("d", Points([(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)]) + "Z"),
        ("fill", fill),
        ("stroke", stroke),
        ("stroke-width", "1.5"));

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
        var element = Add(
            "text",
            ("x", Number(x)),
            ("y", Number(y)),
            ("fill", fill),
            ("text-anchor", anchor == "start" ? null : anchor),
            ("font-size", Math.Abs(size - TextSize) < 0.01 ? null : Number(size)),
            ("font-weight", bold ? "600" : null),
            ("stroke", halo ? Palette.Paper : null),
            ("stroke-width", halo ? "4" : null),
            ("stroke-linejoin", halo ? "round" : null),
            ("paint-order", halo ? "stroke" : null));
        element.Value = Printable(text);
    }

    /// <summary>What a viewer shows while the pointer is over an element.</summary>
    public static void Tip(XElement element, string text) => element.Add(new XElement(Name + "title", Printable(text)));

    /// <summary>The document, UTF-8 without a byte order mark, the same bytes each time.</summary>
    public byte[] ToBytes()
    {
        root.SetAttributeValue("viewBox", $"0 0 {Width} {Height}");
        root.SetAttributeValue("width", Width);
        root.SetAttributeValue("height", Height);
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = " ", NewLineChars = "\n", OmitXmlDeclaration = true };
        using (var writer = XmlWriter.Create(stream, settings))
        {
            root.Save(writer);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    // XML has no way to say a control character.
    private static string Printable(string text) => string.Concat(PlainText.Of(text).Where(XmlConvert.IsXmlChar));

    private static string Points(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Number(x)).Append(' ').Append(Number(y));
        }

        return path.ToString();
    }

    private XElement Add(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var element = new XElement(Name + name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                element.Add(new XAttribute(attribute, Printable(value)));
            }
        }

        parent.Add(element);
        return element;
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
