using System.Text.Json.Nodes;
using System.Xml.Linq;
using Repro.Cli;
using Repro.Doctor;
using Repro.Reports;
using Repro.Tests.Schemas;

namespace Repro.Tests.Cli;

public sealed class DiffVerbTests : IDisposable
{
    private static readonly string Example = RepositoryRoot.PathOf("results", "example");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("repro-diff");

    [Fact]
    public async Task A_run_beside_itself_passes_and_JUnit_has_each_figure()
    {
        var junit = Path.Combine(folder.FullName, "junit.xml");

        Assert.Equal(ExitCode.Ok, await InvokeAsync("diff", Example, Example, "--tolerance", "0%", "--junit", junit));
        Assert.Equal(Reporter.Diff(Example, Example, 0, []).Figures.Count, XDocument.Load(junit).Descendants("testcase").Count());
    }

    [Fact]
    public void What_is_printed_as_JSON_is_as_its_schema_says()
    {
        var diff = Reporter.Diff(Example, Example, 5, ["failed", "knee"]);

        Assert.Empty(PublishedSchemas.Problems(PublishedSchemas.PathOf("diff"), JsonNode.Parse(Reporter.ToJson(diff))!));
        Assert.Equal(["failed", "knee"], diff.Figures.Select(figure => figure.Figure).Distinct());
        Assert.Empty(PublishedSchemas.Problems(
            PublishedSchemas.PathOf("doctor"),
            JsonNode.Parse(Examiner.ToJson(new Examination("netns", [new ExaminedPart("lab", "x", PartState.Ok, "y", "z")])))!));
    }

    [Fact]
    public void A_figure_that_there_is_not_is_the_users()
    {
        var refused = Assert.Throws<ReproException>(() => Reporter.Diff(Example, Example, 5, ["speed"]));

        Assert.Equal(FailureKind.BadInput, refused.Kind);
        Assert.StartsWith("'speed' is no figure", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5%", 5)]
    [InlineData("0.5 %", 0.5)]
    [InlineData("20", 20)]
    public void A_tolerance_is_in_percent(string text, double percent) =>
        Assert.Equal(percent, DiffVerb.Create().Parse(["a", "b", "--tolerance", text]).GetValue<double>("--tolerance"));

    [Theory]
    [InlineData("x")]
    [InlineData("-1%")]
    [InlineData("5/s")]
    public void What_is_none_is_refused(string text) => Assert.Equal(
        $"--tolerance takes percent, like 5%: '{text}' is none.",
        Assert.Single(DiffVerb.Create().Parse(["a", "b", $"--tolerance={text}"]).Errors).Message);

    [Fact]
    public async Task Several_runs_have_no_JUnit() => Assert.Contains(
        "repro diff OLD NEW --junit FILE",
        (await Assert.ThrowsAsync<ReproException>(() => InvokeAsync("report", Example, Example, "--junit", "x.xml"))).Remedy,
        StringComparison.Ordinal);

    public void Dispose() => folder.Delete(recursive: true);

    private static Task<int> InvokeAsync(params string[] arguments) => Verbs.InvokeAsync(Verbs.Create(arguments), arguments);
}
