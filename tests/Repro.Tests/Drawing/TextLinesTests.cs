using FsCheck.Fluent;
using Repro.Drawing;

namespace Repro.Tests.Drawing;

public sealed class TextLinesTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 6.13)]
    [InlineData("tw-reuse ×2", 61.59)]
    public void Width_OfDejaVuSans_InPixels(string text, double width) => Assert.Equal(width, TextLines.Width(text, 10), 0.05);

    [Theory]
    [InlineData("ports run out", 60, "ports run|out")]
    [InlineData("tw-reuse+more-destinations-2", 110, "tw-reuse+more-|destinations-2")]
    [InlineData("threshold: 3.54/s", 70, "threshold:|3.54/s")]
    [InlineData("HZ=250, 2026-11-26", 90, "HZ=250,|2026-11-26")]
    [InlineData("mmmmmmmmmm", 40, "mmmm|mmmm|mm")]
    [InlineData("", 40, "")]
    public void Wrap_TooWide_BreaksBetweenWordsOrElseAnywhere(string text, double width, string lines) =>
        Assert.Equal(lines, string.Join('|', TextLines.Wrap(text, width, 10)));

    [Fact]
    [Trait("Fault", "D5")]
    public void A_word_of_any_length_is_broken_letter_by_letter()
    {
        var lines = TextLines.Wrap(new string('m', 200_000), 40, 10);

        Assert.Equal(50_000, lines.Count);
        Assert.All(lines, line => Assert.Equal("mmmm", line));
    }

    [Fact]
    public void Wrapped_lines_fit_and_lose_no_letter()
    {
        var sample =
            from text in Gen.Elements("abc mi-×_./ W".ToCharArray()).ListOf()
            from width in Gen.Choose(12, 200)
            select (Text: string.Concat(text), width);
        sample.ForAll(item =>
        {
            var lines = TextLines.Wrap(item.Text, item.width, 10);
            Assert.All(lines, line => Assert.True(TextLines.Width(line, 10) <= item.width, line));
            Assert.Equal(
                item.Text.Replace(" ", "", StringComparison.Ordinal), string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
        });
    }
}
