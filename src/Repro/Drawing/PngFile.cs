using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
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

    /// <summary>Writes pixels of 32 bits: red, green and blue in the lower 24 as a number.</summary>
    public static void Write(Stream file, ReadOnlySpan<uint> pixels, int width, int height)
    {
        var palette = Palette(pixels, width, height);
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3); // bits of a sample, indexed colour
        Chunk(file, "IHDR", header);
        Chunk(file, "PLTE", [.. palette.SelectMany(colour => new[] { (byte)(colour >> 16), (byte)(colour >> 8), (byte)colour })]);
        Chunk(file, "IDAT", Compress(pixels, palette, width, height));
        Chunk(file, "IEND", []);
    }

    // Of every second row, as no line of a figure is thinner than two: the most frequent colours; of equally frequent ones the lower number, so that the same drawing has the same bytes.
    private static uint[] Palette(ReadOnlySpan<uint> pixels, int width, int height)
    {
        var counts = new Dictionary<uint, int>();
        for (var y = 0; y < height; y += 2)
        {
            var row = pixels.Slice(y * width, width);
            for (var x = 0; x < width;)
            {
                var run = Run(row[x..]);
                CollectionsMarshal.GetValueRefOrAddDefault(counts, row[x] & Opaque, out _) += run;
                x += run;
            }
        }

        return [.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(MostColours).Select(pair => pair.Key)];
    }

    private static byte[] Compress(ReadOnlySpan<uint> pixels, uint[] palette, int width, int height)
    {
        var indices = palette.Select((colour, index) => KeyValuePair.Create(colour, (byte)index)).ToDictionary();
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Fastest))
        {
            var line = new byte[1 + width]; // the first byte of a row is its filter: none
            for (var y = 0; y < height; y++)
            {
                var row = pixels.Slice(y * width, width);
                for (var x = 0; x < width;)
                {
                    var run = Run(row[x..]);
                    var colour = row[x] & Opaque;
                    if (!indices.TryGetValue(colour, out var index))
                    {
                        indices[colour] = index = Nearest(palette, colour);
                    }

                    line.AsSpan(1 + x, run).Fill(index);
                    x += run;
                }

                zlib.Write(line);
            }
        }

        return stream.ToArray();
    }

    // Most pixels are their neighbour's colour.
    private static int Run(ReadOnlySpan<uint> pixels) => pixels.IndexOfAnyExcept(pixels[0]) is var end and >= 0 ? end : pixels.Length;

    private static byte Nearest(uint[] palette, uint colour)
    {
        var (nearest, least) = (0, int.MaxValue);
        for (var i = 0; i < palette.Length; i++)
        {
            var distance = Square(palette[i] >> 16, colour >> 16) + Square((palette[i] >> 8) & 0xFF, (colour >> 8) & 0xFF) + Square(palette[i] & 0xFF, colour & 0xFF);
            (nearest, least) = distance < least ? (i, distance) : (nearest, least);
        }

        return (byte)nearest;
    }

    private static int Square(uint one, uint other) => ((int)one - (int)other) * ((int)one - (int)other);

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
