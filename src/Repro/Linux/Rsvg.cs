using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>librsvg and cairo: an SVG document to PNG.</summary>
internal static unsafe partial class Rsvg
{
    private const int FormatRgb24 = 1;

    /// <summary>Whether librsvg 2.46 or later and cairo can be loaded here.</summary>
    public static bool IsPresent { get; } = NativeLibrary.TryLoad("libcairo.so.2", out _)
        && NativeLibrary.TryLoad("librsvg-2.so.2", out var library)
        && NativeLibrary.TryGetExport(library, "rsvg_handle_render_document", out _);

    /// <summary>Draws <paramref name="svg"/> (UTF-8) into a PNG of the given size in pixels.</summary>
    /// <exception cref="IOException">The document was refused.</exception>
    public static byte[] ToPng(ReadOnlySpan<byte> svg, int width, int height)
    {
        var handle = HandleFromData(ref MemoryMarshal.GetReference(svg), (nuint)svg.Length, 0);
        var surface = CreateSurface(FormatRgb24, width, height);
        var context = CreateContext(surface);
        try
        {
            var viewport = new Rectangle { Width = width, Height = height };
            if (handle == 0 || !RenderDocument(handle, context, viewport, 0))
            {
                throw new IOException("librsvg could not draw it");
            }

            Flush(surface);
            // A row of 32-bit pixels has no padding.
            using var file = new MemoryStream();
            PngFile.Write(file, new ReadOnlySpan<uint>(Data(surface), width * height), width, height);
            return file.ToArray();
        }
        finally
        {
            DestroyContext(context);
            DestroySurface(surface);
            if (handle != 0)
            {
                Unreference(handle);
            }
        }
    }

    [LibraryImport("librsvg-2.so.2", EntryPoint = "rsvg_handle_new_from_data")]
    private static partial nint HandleFromData(ref byte data, nuint length, nint error);

    [LibraryImport("librsvg-2.so.2", EntryPoint = "rsvg_handle_render_document")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool RenderDocument(nint handle, nint context, in Rectangle viewport, nint error);

    [LibraryImport("libgobject-2.0.so.0", EntryPoint = "g_object_unref")]
    private static partial void Unreference(nint handle);

    [LibraryImport("libcairo.so.2", EntryPoint = "cairo_image_surface_create")]
    private static partial nint CreateSurface(int format, int width, int height);

    [LibraryImport("libcairo.so.2", EntryPoint = "cairo_create")]
    private static partial nint CreateContext(nint surface);

    [LibraryImport("libcairo.so.2", EntryPoint = "cairo_surface_flush")]
    private static partial void Flush(nint surface);

    [LibraryImport("libcairo.so.2", EntryPoint = "cairo_image_surface_get_data")]
    private static partial uint* Data(nint surface);

    [LibraryImport("libcairo.so.2", EntryPoint = "cairo_destroy")]
    private static partial void DestroyContext(nint context);

    [LibraryImport("libcairo.so.2", EntryPoint = "cairo_surface_destroy")]
    private static partial void DestroySurface(nint surface);

    [StructLayout(LayoutKind.Sequential)]
    private struct Rectangle
    {
        public double X;
        public double Y;
        public double Width;
        public double Height;
    }
}
