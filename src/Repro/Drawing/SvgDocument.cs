using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SkiaSharp;

namespace Repro.Drawing;

/// <summary>
/// A page as an SVG document. Skia writes the strokes; this makes a document of them that a page can work with: text that is text, groups,
/// what a mark says under the pointer, a title and a description, and no more digits and bytes than it needs.
/// </summary>
internal static class SvgDocument
{
    private const string Font = "'DejaVu Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";
    private static readonly XNamespace Name = "http://www.w3.org/2000/svg";
    private static readonly XName Link = XName.Get("href", "http://www.w3.org/1999/xlink");

    // Which Skia leaves out or writes by name.
    private static readonly Dictionary<string, string> Named = new() { ["black"] = "#000000", ["white"] = "#ffffff", ["none"] = "none" };

    private static readonly string[] Geometry = ["x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2"];

    public static byte[] Of(int width, int height, string title, string description, SKPicture strokes)
    {
        var root = new XElement(
            Name + "svg",
            new XAttribute("role", "img"),
            new XAttribute("font-family", Font),
            new XAttribute("font-size", Page.Number(Page.TextSize)),
            new XAttribute("viewBox", $"0 0 {width} {height}"),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XElement(Name + "title", Printable(title)),
            new XElement(Name + "desc", Printable(description)),
            new XElement(
                Name + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", Palette.Paper)));
        Translate(Written(width, height, strokes), root);
        return Bytes(root);
    }

    private static XElement Written(int width, int height, SKPicture strokes)
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
        {
            canvas.DrawPicture(strokes);
        }

        stream.Position = 0;
        return XElement.Load(stream);
    }

    private static void Translate(XElement source, XElement root)
    {
        var begun = new Stack<(Mark Mark, XElement Parent)>();
        var parent = root;
        foreach (var element in source.Descendants())
        {
            var mark = element.Attribute(Link)?.Value is { } address ? Mark.Parse(address) : null;
            switch (mark?.Kind)
            {
                case MarkKind.Element:
                    parent.Add(Element(mark, mark.Values[0].Value));
                    break;
                case MarkKind.End:
                    parent = begun.Pop().Parent;
                    break;
                case MarkKind.Group:
                    begun.Push((mark, parent));
                    if (mark.Values.Count > 0)
                    {
                        var group = Element(mark, "g");
                        parent.Add(group);
                        parent = group;
                    }

                    break;
                case not null:
                    begun.Push((mark, parent));
                    break;
                case null when Stroke(element, begun) is { } stroke:
                    Add(parent, stroke);
                    break;
            }
        }
    }

    private static XElement? Stroke(XElement element, IEnumerable<(Mark Mark, XElement Parent)> begun) => element.Name.LocalName switch
    {
        "text" => Tick(element, begun.First(outer => outer.Mark.Kind == MarkKind.Ticks).Mark.Values[0].Value),
        "path" => Path(element),
        "rect" or "line" or "circle" or "ellipse" when element.Parent!.Name.LocalName is not ("a" or "clipPath") => Shape(element),
        _ => null,
    };

    private static XElement Element(Mark mark, string name)
    {
        var element = new XElement(Name + name);
        foreach (var (attribute, value) in mark.Values)
        {
            switch (attribute)
            {
                case "name":
                    break;
                case "text":
                    element.Add(Printable(value));
                    break;
                case "title":
                    element.Add(new XElement(Name + "title", Printable(value)));
                    break;
                default:
                    element.SetAttributeValue(attribute, Printable(value));
                    break;
            }
        }

        return element;
    }

    // Skia says where each letter begins. A browser may have another font: it is told where the text's middle or its end is.
    private static XElement Tick(XElement element, string anchor)
    {
        var text = element.Value.Trim();
        var size = Number(element.Attribute("font-size")!.Value);
        var (x, y) = Moved(element);
        var left = x + Number(element.Attribute("x")!.Value.Split(',')[0]);
        return new XElement(
            Name + "text",
            new XAttribute("x", Page.Number(left + (TextLines.Width(text, size) * (anchor == "end" ? 1 : 0.5)))),
            new XAttribute("y", Page.Number(y + Number(element.Attribute("y")!.Value.Split(',')[0]))),
            new XAttribute("fill", Colour(element, "fill")),
            new XAttribute("text-anchor", anchor),
            new XAttribute("font-size", Page.Number(size)),
            text);
    }

    // ScottPlot moves the canvas to each label.
    private static (double X, double Y) Moved(XElement element) => element.Attribute("transform")?.Value is { } transform
        ? transform.Split('(', ',', ' ', ')') is ["translate", var x, .., var y, _]
            ? (Number(x), Number(y))
            : throw new InvalidOperationException($"Skia wrote the transform '{transform}'")
        : (0, 0);

    private static XElement? Path(XElement element)
    {
        var path = PathData.Compact(element.Attribute("d")?.Value ?? "");
        if (!path.AsSpan().ContainsAny("LQC"))
        {
            return null;
        }

        var result = PathData.Circle(path) is var (x, y, radius)
            ? new XElement(
                Name + "circle",
                new XAttribute("cx", Page.Number(x)),
                new XAttribute("cy", Page.Number(y)),
                new XAttribute("r", Page.Number(radius)))
            : new XElement(Name + "path", new XAttribute("d", path));
        return Paint(element, result);
    }

    private static XElement Shape(XElement element)
    {
        var shape = new XElement(Name + element.Name.LocalName);
        foreach (var name in Geometry)
        {
            if (element.Attribute(name)?.Value is { } value)
            {
                shape.SetAttributeValue(name, Page.Number(Number(value)));
            }
        }

        if (shape.Name.LocalName == "rect" && shape.Attribute("rx")?.Value == shape.Attribute("ry")?.Value)
        {
            shape.SetAttributeValue("ry", null);
        }

        return Paint(element, shape);
    }

    private static XElement Paint(XElement from, XElement to)
    {
        to.SetAttributeValue("fill", Colour(from, "fill"));
        Opacity(from, to, "fill-opacity");
        if (from.Attribute("stroke") is not null)
        {
            to.SetAttributeValue("stroke", Colour(from, "stroke"));
            Opacity(from, to, "stroke-opacity");
            Set(to, "stroke-width", Page.Number(Number(from.Attribute("stroke-width")?.Value ?? "1")), unless: "1");
            if (from.Attribute("stroke-dasharray")?.Value is { } dash)
            {
                to.SetAttributeValue(
                    "stroke-dasharray",
                    string.Join(
                        ' ', dash.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                            .Select(part => Page.Number(Number(part)))));
            }

            Set(to, "stroke-linejoin", from.Attribute("stroke-linejoin")?.Value ?? "miter", unless: "miter");
        }

        return to;
    }

    private static string Colour(XElement element, string attribute) => element.Attribute(attribute)?.Value is not { } value
        ? "#000000"
        : Named.GetValueOrDefault(value) is { } known ? known : Hex(value);

    // #abc is #aabbcc, and the sixteen names of HTML are colours of SKColors.
    private static string Hex(string colour) => colour is ['#', var red, var green, var blue]
        ? $"#{red}{red}{green}{green}{blue}{blue}"
        : colour[0] == '#'
            ? colour.ToLowerInvariant()
            : typeof(SKColors).GetField(
                colour,
                System.Reflection.BindingFlags.IgnoreCase
                    | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)?.GetValue(null) is SKColor named
                ? $"#{named.Red:x2}{named.Green:x2}{named.Blue:x2}"
                : throw new InvalidOperationException($"Skia wrote the colour '{colour}'");

    private static void Opacity(XElement from, XElement to, string name)
    {
        if (from.Attribute(name)?.Value is { } value)
        {
            to.SetAttributeValue(name, Page.Number(Number(value)));
        }
    }

    // A shape that is filled and then outlined is one element, and so are lines of one kind.
    private static void Add(XElement parent, XElement stroke)
    {
        if (parent.LastNode is XElement last
            && stroke.Name.LocalName == "path"
            && last.Name == stroke.Name
            && stroke.Attribute("fill")?.Value == "none"
            && last.Attributes().Skip(1).Select(Pair).SequenceEqual(stroke.Attributes().Skip(1).Select(Pair)))
        {
            last.SetAttributeValue("d", last.Attribute("d")!.Value + stroke.Attribute("d")!.Value);
        }
        else if (parent.LastNode is XElement below
            && below.Name == stroke.Name
            && below.Attribute("stroke") is null
            && stroke.Attribute("fill")?.Value == "none"
            && stroke.Attribute("stroke") is not null
            && Outline(below).SequenceEqual(Outline(stroke)))
        {
            foreach (var attribute in stroke.Attributes()
                .Where(attribute => attribute.Name.LocalName.StartsWith("stroke", StringComparison.Ordinal)))
            {
                below.SetAttributeValue(attribute.Name, attribute.Value);
            }
        }
        else
        {
            parent.Add(stroke);
        }

        static IEnumerable<(XName, string)> Outline(XElement element) => element.Attributes()
            .Where(attribute => attribute.Name.LocalName == "d" || Geometry.Contains(attribute.Name.LocalName)).Select(Pair);

        static (XName Name, string Value) Pair(XAttribute attribute) => (attribute.Name, attribute.Value);
    }

    private static void Set(XElement element, string name, string value, string unless)
    {
        if (value != unless)
        {
            element.SetAttributeValue(name, value);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // XML has no way to say a control character.
    private static string Printable(string text) => string.Concat(PlainText.Of(text).Where(XmlConvert.IsXmlChar));

    private static byte[] Bytes(XElement root)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            Indent = true,
            IndentChars = " ",
            NewLineChars = "\n",
            OmitXmlDeclaration = true,
        };
        using (var writer = XmlWriter.Create(stream, settings))
        {
            root.Save(writer);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
