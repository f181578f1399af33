using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Repro.Docker;

namespace Repro.Tests.Docker;

public sealed class FrameReaderTests
{
    [Fact]
    public void Frames_become_lines_of_their_stream() =>
        Assert.Equal(["out:a", "err:b", "out:c"], Lines([Frame(1, "a\n"), Frame(2, "b\n"), Frame(1, "c\n")]));

    [Fact]
    public void A_line_may_span_frames_with_those_of_the_other_stream_between_them() =>
        Assert.Equal(["err:x", "out:ab"], Lines([Frame(1, "a"), Frame(2, "x\n"), Frame(1, "b\n")]));

    [Fact]
    public void A_character_may_span_frames()
    {
        var text = Encoding.UTF8.GetBytes("ż\n");
        Assert.Equal(["out:ż"], Lines([Frame(1, text[..1]), Frame(1, text[1..])]));
    }

    [Fact]
    public void Ends_of_lines_are_no_part_of_them_and_empty_lines_count() =>
        Assert.Equal(["out:a", "out:", "out:b\rc"], Lines([Frame(1, "a\r\n\nb\rc\n")]));

    [Fact]
    public void The_last_line_needs_no_end() => Assert.Equal(["out:a", "err:b"], Lines([Frame(2, "b"), Frame(1, "a")]));

    [Fact]
    public void A_frame_may_be_empty() => Assert.Equal(["out:a"], Lines([Frame(1, ""), Frame(1, "a")]));

    [Theory]
    [InlineData(0, "out:a")]
    [InlineData(3, "err:a")]
    public void What_is_neither_output_nor_error_goes_with_one_of_them(byte stream, string line) => Assert.Equal([line], Lines([Frame(stream, "a")]));

    [Fact]
    public void A_stream_without_frames_is_an_error() => Assert.Throws<InvalidDataException>(() => Lines([Encoding.ASCII.GetBytes("plain text")]));

    [Fact]
    public void A_piece_may_be_cut_anywhere() => PiecesOfLines().ForAll(sample =>
    {
        var whole = Lines([sample.Bytes]);
        Assert.Equal(whole, Lines(Cut(sample.Bytes, sample.Cuts)));
        Assert.Equal(sample.Output, whole.Where(line => line.StartsWith("out:", StringComparison.Ordinal)).Select(line => line[4..]));
        Assert.Equal(sample.Errors, whole.Where(line => line.StartsWith("err:", StringComparison.Ordinal)).Select(line => line[4..]));
    });

    // Lines of both streams, put into frames of any size.
    private static Gen<(byte[] Bytes, List<int> Cuts, List<string> Output, List<string> Errors)> PiecesOfLines() =>
        from output in Gen.Elements("", "a", "żółć", "two words", "€𝄞").Listed(6)
        from errors in Gen.Elements("", "e", "ß").Listed(6)
        from sizes in Gen.Choose(0, 7).Listed(30)
        from cuts in Gen.Choose(0, 200).Listed(20)
        select (Interleave(Text(output), Text(errors), sizes), cuts, output, errors);

    private static byte[] Text(List<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static byte[] Interleave(byte[] output, byte[] errors, List<int> sizes)
    {
        var left = new Dictionary<byte, byte[]> { [1] = output, [2] = errors };
        var bytes = new List<byte>();
        byte stream = 1;
        foreach (var size in sizes.Append(int.MaxValue).Append(int.MaxValue))
        {
            var content = left[stream];
            var taken = Math.Min(size, content.Length);
            bytes.AddRange(Frame(stream, content[..taken]));
            left[stream] = content[taken..];
            stream = (byte)(3 - stream);
        }

        return [.. bytes];
    }

    private static IEnumerable<byte[]> Cut(byte[] bytes, List<int> cuts)
    {
        var start = 0;
        foreach (var cut in cuts.Where(cut => cut < bytes.Length).Order())
        {
            yield return bytes[start..cut];
            start = cut;
        }

        yield return bytes[start..];
    }

    private static byte[] Frame(byte stream, string content) => Frame(stream, Encoding.UTF8.GetBytes(content));

    private static byte[] Frame(byte stream, byte[] content)
    {
        var frame = new byte[8 + content.Length];
        frame[0] = stream;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)content.Length);
        content.CopyTo(frame, 8);
        return frame;
    }

    private static List<string> Lines(IEnumerable<byte[]> pieces)
    {
        var lines = new List<string>();
        var reader = new FrameReader(line => lines.Add("out:" + line), line => lines.Add("err:" + line));
        foreach (var piece in pieces)
        {
            reader.Read(piece);
        }

        reader.End();
        return lines;
    }
}
