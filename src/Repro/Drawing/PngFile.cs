using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.Intrinsics;
using System.Text;

namespace Repro.Drawing;

/// <summary>
/// Pixels to a PNG file (ISO/IEC 15948) of 256 colours, as many as a drawing has but for the shades at the edges of its letters: a third of
/// what cairo's own writer takes, in bytes and in time, and a run of forty cases has 130 figures.
/// </summary>
internal static class PngFile
{
    private const int MostColours = 256;
    private const uint Opaque = 0xFFFFFF;

    [ThreadStatic]
    private static MemoryStream? compressed;

    /// <summary>Writes pixels of 32 bits: red, green and blue in the lower 24 as a number.</summary>
    public static void Write(Stream file, ReadOnlySpan<uint> pixels, int width, int height)
    {
        var changes = Changes(pixels, width, height);
        var colours = Count(pixels, changes, width);
        var palette = colours.Choose();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3); // bits of a sample, indexed colour
        Chunk(file, "IHDR", header);
        Chunk(file, "PLTE", palette);
        Chunk(file, "IDAT", Compress(pixels, changes, colours, width));
        Chunk(file, "IEND", []);
    }

    // Of each row, from the first pixel to the last that is not as the one above it: most rows are nearly as those above them.
    private static (int From, int To)[] Changes(ReadOnlySpan<uint> pixels, int width, int height)
    {
        var changes = new (int From, int To)[height];
        changes[0] = (0, width);
        for (var y = 1; y < height; y++)
        {
            var row = pixels.Slice(y * width, width);
            var above = pixels.Slice((y - 1) * width, width);
            var from = row.CommonPrefixLength(above);
            changes[y] = (from, from == width ? from : width - CommonSuffixLength(row, above));
        }

        return changes;
    }

    private static int CommonSuffixLength(ReadOnlySpan<uint> row, ReadOnlySpan<uint> above)
    {
        var to = row.Length;
        while (to >= Vector128<uint>.Count
            && Vector128.Create(row[(to - Vector128<uint>.Count)..]) == Vector128.Create(above[(to - Vector128<uint>.Count)..]))
        {
            to -= Vector128<uint>.Count;
        }

        return row.Length - to;
    }

    // No line of a figure is thinner than two rows: every other one is enough. What is as in the row before counts on with that.
    private static PngColours Count(ReadOnlySpan<uint> pixels, (int From, int To)[] changes, int width)
    {
        var colours = new PngColours(MostColours);
        Count(pixels[..width], (changes.Length + 1) / 2, colours);
        for (var y = 2; y < changes.Length; y += 2)
        {
            var (from, to) = Both(changes[y - 1], changes[y]);
            var rowsLeft = (changes.Length - y + 1) / 2;
            Count(pixels.Slice((y * width) + from, to - from), rowsLeft, colours);
            Count(pixels.Slice(((y - 2) * width) + from, to - from), -rowsLeft, colours);
        }

        return colours;
    }

    private static (int From, int To) Both((int From, int To) one, (int From, int To) other) =>
        one.From == one.To ? other : other.From == other.To ? one : (Math.Min(one.From, other.From), Math.Max(one.To, other.To));

    private static void Count(ReadOnlySpan<uint> pixels, int times, PngColours colours)
    {
        for (var x = 0; x < pixels.Length;)
        {
            var run = Run(pixels, x);
            colours.Count(pixels[x] & Opaque, run * times);
            x += run;
        }
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<uint> pixels, (int From, int To)[] changes, PngColours colours, int width)
    {
        // One of each thread, as it grows large.
        var stream = compressed ??= new MemoryStream();
        stream.SetLength(0);
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = new byte[1 + width]; // the first byte of a row is its filter: none
            for (var y = 0; y < changes.Length; y++)
            {
                var (from, to) = changes[y];
                Index(pixels.Slice((y * width) + from, to - from), colours, line.AsSpan(1 + from));
                zlib.Write(line);
            }
        }

        return stream.GetBuffer().AsSpan(0, (int)stream.Length);
    }

    private static void Index(ReadOnlySpan<uint> row, PngColours colours, Span<byte> line)
    {
        for (var x = 0; x < row.Length;)
        {
            var run = Run(row, x);
            line.Slice(x, run).Fill(colours.Index(row[x] & Opaque));
            x += run;
        }
    }

    // Most pixels are their neighbour's colour; at the edges of letters none is.
    private static int Run(ReadOnlySpan<uint> row, int x) => x + 1 < row.Length && row[x + 1] == row[x]
        ? row[x..].IndexOfAnyExcept(row[x]) is var end and >= 0 ? end : row.Length - x
        : 1;

    private static void Chunk(Stream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        var name = Encoding.ASCII.GetBytes(type);
        file.Write(name);
        file.Write(data);
        var checksum = new Crc32();
        checksum.Append(name);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
