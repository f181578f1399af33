using System.Globalization;
using Repro.Analysis;
using Repro.Reports;
using Repro.Tests.Recording;

namespace Repro.Tests.Charts;

/// <summary>The example that ships is what the program makes of its raw samples today, to the byte, whatever the culture.</summary>
public sealed class ExampleTests : IClassFixture<ExampleTests.MadeAgain>
{
    private static readonly string Example = RepositoryRoot.PathOf("results", "example");

    private readonly MadeAgain made;

    public ExampleTests(MadeAgain made) => this.made = made;

    [Fact]
    public void It_is_made_again_byte_for_byte() => AssertSame(made.Folder);

    // Nothing of these three is as it is in the files: what is written by a culture differs.
    [Fact]
    public void It_is_the_same_where_numbers_are_written_otherwise()
    {
        var before = CultureInfo.CurrentCulture;
        using var scratch = new TemporaryRun();
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = "٫";
        culture.NumberFormat.NumberGroupSeparator = "٬";
        culture.NumberFormat.NegativeSign = "؜-";
        CultureInfo.CurrentCulture = culture;
        try
        {
            Reporter.Write(Example, scratch.Directory);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        AssertSame(scratch.Directory);
    }

    [Fact]
    public void It_has_every_chart_as_PNG_too() => Assert.All(
        Directory.GetFiles(Path.Combine(Example, "charts"), "*.svg"),
        svg => Assert.True(File.Exists(Path.ChangeExtension(svg, ".png")), svg));

    [Fact]
    public void Every_figure_of_it_is_one_that_is_made_today()
    {
        Assert.Empty(made.Summary.Unreadable);
        Assert.All(made.Summary.Cases, row => Assert.True(row.Valid, string.Join("; ", row.InvalidReasons)));
        Assert.Equal(Names(made.Folder), Names(Example));

        static IEnumerable<string> Names(string run) =>
            Directory.GetFiles(Path.Combine(run, "charts"), "*.svg").Select(file => Path.GetFileName(file)).Order();
    }

    private static void AssertSame(string folder)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 45);
        Assert.All(files, file =>
        {
            var name = Path.GetRelativePath(folder, file);
            var known = Path.Combine(Example, name);
            Assert.True(
                File.Exists(known) && File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(known)),
                $"results/example/{name} is not what repro report makes of it: ./dev example writes it anew");
        });
    }

    /// <summary>The example's report as it is made today.</summary>
    public sealed class MadeAgain : IDisposable
    {
        private readonly TemporaryRun scratch = new();

        public MadeAgain() => Summary = Reporter.Write(Example, scratch.Directory);

        public RunSummary Summary { get; }

        public string Folder => scratch.Directory;

        public void Dispose() => scratch.Dispose();
    }
}
