using System.Globalization;
using Repro.Reports;
using Repro.Tests.Recording;

namespace Repro.Tests.Charts;

/// <summary>The example that ships is what the program makes of its raw samples today, to the byte, whatever the culture.</summary>
public sealed class ExampleTests : IDisposable
{
    private static readonly string Example = RepositoryRoot.PathOf("results", "example");

    private readonly TemporaryRun scratch = new();
    private readonly CultureInfo before = CultureInfo.CurrentCulture;

    public void Dispose()
    {
        CultureInfo.CurrentCulture = before;
        scratch.Dispose();
    }

    [Theory]
    [InlineData(".", ",", "-")]
    [InlineData(",", ".", "-")]
    [InlineData("٫", "٬", "؜-")]
    [InlineData(",", " ", "−")]
    public void It_is_made_again_byte_for_byte(string point, string group, string minus)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = group;
        culture.NumberFormat.NegativeSign = minus;
        CultureInfo.CurrentCulture = culture;

        Reporter.Write(Example, scratch.Directory);

        var files = Directory.GetFiles(scratch.Directory, "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 45);
        Assert.All(files, file =>
        {
            var name = Path.GetRelativePath(scratch.Directory, file);
            Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Example, name))), $"results/example/{name} is not what repro report makes of it");
        });
    }

    [Fact]
    public void It_has_every_chart_as_PNG_too() => Assert.All(
        Directory.GetFiles(Path.Combine(Example, "charts"), "*.svg"), svg => Assert.True(File.Exists(Path.ChangeExtension(svg, ".png")), svg));

    [Fact]
    public void Every_figure_of_it_is_one_that_is_made_today()
    {
        var summary = Reporter.Write(Example, scratch.Directory);

        Assert.Empty(summary.Unreadable);
        Assert.All(summary.Cases, row => Assert.True(row.Valid, string.Join("; ", row.InvalidReasons)));
        Assert.Equal(Names(scratch.Directory), Names(Example));

        static IEnumerable<string> Names(string run) => Directory.GetFiles(Path.Combine(run, "charts"), "*.svg").Select(file => Path.GetFileName(file)).Order();
    }
}
