using System.Buffers.Binary;
using System.IO.Compression;
using Repro.Drawing;

namespace Repro.Tests.Drawing;

public sealed class PngFileTests
{
    [Fact]
    public void Pixels_come_back_as_they_were()
    {
        uint[] pixels = [0xFFFFFFFF, 0xFFD55E00, 0x000072B2, 0x0072B2, 0xFFFFFF, 0xD55E00];

        Assert.Equal([0xFFFFFF, 0xD55E00, 0x0072B2, 0x0072B2, 0xFFFFFF, 0xD55E00], WriteAndRead(pixels, 3, 2));
    }

    [Fact]
    public void Of_more_colours_than_a_palette_has_the_rare_ones_become_their_neighbours()
    {
        var pixels = Enumerable.Range(0, 600).Select(number => (uint)((number * 3) & 0xFF) | ((uint)number / 100 << 8))
            .Concat(Enumerable.Repeat(0x00D55E00u, 100)).ToArray();
        var read = WriteAndRead(pixels, 70, 10);

        Assert.InRange(read.Distinct().Count(), 2, 256);
        Assert.All(read.TakeLast(100), colour => Assert.Equal(0xD55E00u, colour));
        Assert.All(read.Zip(pixels), pair => Assert.InRange(Math.Abs((int)(pair.First & 0xFF) - (int)(pair.Second & 0xFF)), 0, 16));
    }

    private static List<uint> WriteAndRead(uint[] pixels, int width, int height)
    {
        using var file = new MemoryStream();
        PngFile.Write(file, pixels, width, height);
        var bytes = file.ToArray().AsSpan();
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], bytes[..8].ToArray());
        var (palette, rows, at) = (Array.Empty<byte>(), Array.Empty<byte>(), 8);
        while (at < bytes.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
            var data = bytes.Slice(at + 8, length).ToArray();
            (palette, rows) = System.Text.Encoding.ASCII.GetString(bytes.Slice(at + 4, 4)) switch
            {
                "PLTE" => (data, rows),
                "IDAT" => (palette, data),
                _ => (palette, rows),
            };
            at += 12 + length;
        }

        using var zlib = new ZLibStream(new MemoryStream(rows), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zlib.CopyTo(plain);
        return [.. plain.ToArray().Chunk(width + 1).SelectMany(row => row.Skip(1)).Select(index =>
            ((uint)palette[index * 3] << 16) | ((uint)palette[(index * 3) + 1] << 8) | palette[(index * 3) + 2])];
    }
}
