using Repro.Reports;
using Repro.Tests.Recording;

namespace Repro.Tests.Reports;

[Trait("Fault", "C3")]
public sealed class ReporterTests : IDisposable
{
    private static readonly string Example = RepositoryRoot.PathOf("results", "example");

    private readonly TemporaryRun scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("charts/failures.svg")]
    [InlineData("series/none@500.traffic.csv")]
    [InlineData("report.html")]
    [InlineData("summary.json")]
    public void What_cannot_be_written_is_one_error_with_a_remedy(string name)
    {
        // In the way of the file, for everybody, root too.
        Directory.CreateDirectory(scratch.PathOf(name));

        var failure = Assert.Throws<ReproException>(() => Reporter.Write(Example, scratch.Directory));
        Assert.Equal(FailureKind.BadInput, failure.Kind);
        Assert.StartsWith($"The report in {scratch.Directory} can't be written: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--out DIR", failure.Remedy, StringComparison.Ordinal);
        Assert.Contains("What was measured is kept", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C2")]
    public void Two_comparisons_of_one_second_have_a_directory_each()
    {
        var name = Path.Combine(scratch.Directory, "comparison");
        using var first = Repro.Recording.ResultsDirectory.ClaimNew(name);
        using var second = Repro.Recording.ResultsDirectory.ClaimNew(name);
        Assert.NotEqual(first.Directory, second.Directory);
    }
}
