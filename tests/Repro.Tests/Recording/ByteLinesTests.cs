using System.Text;
using FsCheck.Fluent;
using Repro.Recording;

namespace Repro.Tests.Recording;

public sealed class ByteLinesTests
{
    private const int Longest = 1 << 20;

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\n\nb", "a||b")]
    [InlineData("a\r\nü\n", "a|ü")]
    public void TryNext_Text_EachLine(string text, string lines) => Assert.Equal(lines, string.Join('|', Read(text, 100)));

    [Fact]
    public void Lines_are_the_same_however_the_stream_hands_them_out()
    {
        var lengths = Gen.Frequency((5, Gen.Choose(0, 100)), (1, Gen.Choose(60_000, 200_000))).ListOf();
        var sample = from all in lengths from piece in Gen.Choose(1, 70_000) select (Lengths: all.Take(8).ToList(), piece);
        sample.ForAll(item =>
        {
            var lines = item.Lengths.Select((length, index) => new string((char)('a' + index), length)).ToList();
            Assert.Equal(lines, Read(string.Concat(lines.Select(line => line + "\n")), item.piece));
        });
    }

    [Fact]
    public void After_the_last_line_it_is_at_its_end()
    {
        var lines = new ByteLines(new MemoryStream("a\nb\n"u8.ToArray()), Longest);

        Assert.True(lines.TryNext(out _));
        Assert.False(lines.IsAtEnd);
        Assert.True(lines.TryNext(out _));
        Assert.True(lines.IsAtEnd);
        Assert.False(lines.TryNext(out _));
    }

    [Theory]
    [InlineData(7, "bbb")]
    [InlineData(100_000, "bbb")]
    [InlineData(1_000_000, "bbb")]
    [Trait("Fault", "C4")]
    public void A_line_that_is_too_long_is_passed_over_and_takes_no_room(int length, string after)
    {
        var stream = new Pieces(Encoding.UTF8.GetBytes($"aa\n{new string('x', length)}\n{after}\n{new string('y', length)}"), 1000);
        var lines = new ByteLines(stream, 3);

        Assert.True(lines.TryNext(out var line) && !lines.IsTooLong);
        Assert.Equal("aa", Encoding.UTF8.GetString(line));
        Assert.True(lines.TryNext(out _) && lines.IsTooLong);
        Assert.True(lines.TryNext(out line) && !lines.IsTooLong);
        Assert.Equal(after, Encoding.UTF8.GetString(line));
        Assert.True(lines.TryNext(out _) && lines.IsTooLong);
        Assert.False(lines.TryNext(out _));
    }

    // The value that xxhsum prints for this text.
    [Fact]
    [Trait("Fault", "A5")]
    public void The_checksum_is_that_of_all_bytes()
    {
        var lines = new ByteLines(new Pieces("Nobody inspects the spammish repetition"u8.ToArray(), 5), Longest);
        while (lines.TryNext(out _))
        {
        }

        Assert.Equal("fbcea83c8a378bf1", lines.Checksum);
    }

    private static List<string> Read(string text, int piece)
    {
        var lines = new ByteLines(new Pieces(Encoding.UTF8.GetBytes(text), piece), Longest);
        var read = new List<string>();
        while (lines.TryNext(out var line))
        {
            read.Add(Encoding.UTF8.GetString(line));
        }

        return read;
    }

    /// <summary>A stream that never gives more than a piece at a time.</summary>
    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
    }
}
