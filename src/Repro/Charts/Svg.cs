using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Repro.Charts;

/// <summary>An SVG drawing with real text, a title and a description. Coordinates in pixels from the top left.</summary>
internal sealed class Svg
{
    private const string Font = "'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
    private static readonly XNamespace Name = "http://www.w3.org/2000/svg";

    private readonly XElement root;

    public Svg(int width, int height, string title, string description)
    {
        Width = width;
        Height = height;
        root = new XElement(
            Name + "svg",
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XAttribute("font-family", Font),
            new XAttribute("font-size", 13),
            new XElement(Name + "title", Printable(title)),
            new XElement(Name + "desc", Printable(description)));
        Rectangle(0, 0, width, height, Palette.Paper);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>A number as SVG wants it, whatever the culture; two decimals are a fiftieth of a pixel.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    public void Rectangle(double x, double y, double width, double height, string fill) => Add(
        "rect", ("x", Number(x)), ("y", Number(y)), ("width", Number(width)), ("height", Number(height)), ("fill", fill));

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string? dash = null) => Add(
        "line",
        ("x1", Number(x1)),
        ("y1", Number(y1)),
        ("x2", Number(x2)),
        ("y2", Number(y2)),
        ("stroke", stroke),
        ("stroke-width", Number(width)),
        ("stroke-dasharray", dash));

    public void Path(IEnumerable<(double X, double Y)> points, string stroke, double width = 2) => Add(
        "path",
        ("d", Points(points)),
        ("fill", "none"),
        ("stroke", stroke),
        ("stroke-width", Number(width)),
        ("stroke-linejoin", "round"));

    public void Area(IEnumerable<(double X, double Y)> points, string fill, double opacity) => Add(
        "path", ("d", Points(points) + "Z"), ("fill", fill), ("fill-opacity", Number(opacity)));

    public void Dot(double x, double y, double radius, string fill) => Add(
        "circle", ("cx", Number(x)), ("cy", Number(y)), ("r", Number(radius)), ("fill", fill), ("stroke", Palette.Paper));

    public void Text(
        double x, double y, string text, string fill = Palette.Ink, string anchor = "start", double size = 13, bool bold = false)
    {
        var element = Add(
            "text",
            ("x", Number(x)),
            ("y", Number(y)),
            ("fill", fill),
            ("text-anchor", anchor == "start" ? null : anchor),
            ("font-size", Math.Abs(size - 13) < 0.01 ? null : Number(size)),
            ("font-weight", bold ? "600" : null),
            // A rim of paper keeps text readable where a line runs through it.
            ("stroke", Palette.Paper),
            ("stroke-width", "4"),
            ("stroke-linejoin", "round"),
            ("paint-order", "stroke"));
        element.Value = Printable(text);
    }

    /// <summary>The document, UTF-8 without a byte order mark, the same bytes each time.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (var writer = XmlWriter.Create(stream, settings))
        {
            root.Save(writer);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    // XML has no way to say a control character.
    private static string Printable(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));

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
                element.Add(new XAttribute(attribute, value));
            }
        }

        root.Add(element);
        return element;
    }
}
