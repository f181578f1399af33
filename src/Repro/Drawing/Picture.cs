using System.Buffers;
using SkiaSharp;

namespace Repro.Drawing;

/// <summary>A finished page.</summary>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Title">What it says.</param>
/// <param name="Description">All of it in words.</param>
/// <param name="Strokes">What becomes pixels.</param>
/// <param name="Document">What becomes the SVG document.</param>
internal sealed record Picture(int Width, int Height, string Title, string Description, SKPicture Strokes, SKPicture Document)
{
    private readonly Lazy<byte[]> svg = new(() => SvgDocument.Of(Width, Height, Title, Description, Document));

    /// <summary>The SVG document, UTF-8 without a byte order mark, the same bytes each time.</summary>
    public byte[] Svg => svg.Value;

    /// <summary>Writes the PNG file, the same bytes each time.</summary>
    /// <param name="scale">How many of its pixels one of the page's takes.</param>
    /// <param name="file">Where to write it.</param>
    public void WritePng(int scale, Stream file)
    {
        var (width, height) = (Width * scale, Height * scale);
        var pixels = ArrayPool<uint>.Shared.Rent(width * height);
        try
        {
            Rasterize(pixels, width, height, scale);
            PngFile.Write(file, pixels.AsSpan(0, width * height), width, height);
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(pixels);
        }
    }

    private unsafe void Rasterize(uint[] pixels, int width, int height, int scale)
    {
        fixed (uint* first = pixels)
        {
            var info = new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque);
            using var surface = SKSurface.Create(info, (nint)first, info.RowBytes);
            surface.Canvas.Clear(Page.Colour(Palette.Paper));
            surface.Canvas.Scale(scale);
            surface.Canvas.DrawPicture(Strokes);
        }
    }
}
