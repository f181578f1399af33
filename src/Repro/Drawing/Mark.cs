using SkiaSharp;

namespace Repro.Drawing;

/// <summary>
/// What a drawing tells its SVG document that no stroke of Skia's can say: which strokes belong together, how a text is anchored, that a
/// box has round corners. It goes through Skia as the address of a link, which only its SVG canvas writes down.
/// </summary>
/// <param name="Kind">What it says.</param>
/// <param name="Values">Its attributes.</param>
internal sealed record Mark(MarkKind Kind, IReadOnlyList<(string Name, string Value)> Values)
{
    private const string Scheme = "mark:";

    // A link of no size is left out.
    private static readonly SKRect Somewhere = new(0, 0, 1, 1);

    /// <summary>A mark without those of the attributes that have no value.</summary>
    public static Mark Of(MarkKind kind, params ReadOnlySpan<(string Name, string? Value)> values) =>
        new(kind, [.. values.ToArray().Where(pair => pair.Value is not null).Select(pair => (pair.Name, pair.Value!))]);

    /// <summary>Writes it into a recording.</summary>
    public void Draw(SKCanvas canvas) => canvas.DrawUrlAnnotation(Somewhere, this);

    /// <summary>Reads it back; null where the address is none of ours.</summary>
    public static Mark? Parse(string address) => address.StartsWith(Scheme, StringComparison.Ordinal)
        && address[Scheme.Length..].Split('?', 2) is [var kind, var values]
        ? new Mark(
            Enum.Parse<MarkKind>(kind),
            [.. from value in values.Split('&', StringSplitOptions.RemoveEmptyEntries)
                let parts = value.Split('=')
                select (parts[0], Uri.UnescapeDataString(parts[1]))])
        : null;

    public static implicit operator string(Mark mark) =>
        $"{Scheme}{mark.Kind}?{string.Join('&', mark.Values.Select(value => $"{value.Name}={Uri.EscapeDataString(value.Value)}"))}";
}

/// <summary>The kinds of mark.</summary>
internal enum MarkKind
{
    /// <summary>What follows, until the end, is one group with these attributes; <c>title</c> is what it says under the pointer.</summary>
    Group,

    /// <summary>The end of what was begun last.</summary>
    End,

    /// <summary>What follows, until the end, are an axis' ticks; <c>text-anchor</c> is how their labels are anchored.</summary>
    Ticks,

    /// <summary>An element as it is to stand in the document: its <c>name</c>, its attributes, and its <c>text</c> or none.</summary>
    Element,
}
