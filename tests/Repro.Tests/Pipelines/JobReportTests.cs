using System.Xml.Linq;
using Repro.Analysis;
using Repro.Pipelines;
using Repro.Recording;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;

namespace Repro.Tests.Pipelines;

public sealed class JobReportTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("repro-job");

    [Fact]
    public void A_run_that_breaks_an_expectation_tells_everybody()
    {
        var (junit, summary) = (Path.Combine(folder.FullName, "new", "junit.xml"), Path.Combine(folder.FullName, "summary.md"));
        var lines = new List<string>();
        JobReport.Write(Run(CaseBuilder.Exhausted()), junit, new GithubJob(Directory.GetCurrentDirectory(), summary), lines.Add);

        Assert.Equal(
            "::error file=scenarios/quick.yaml,line=14,col=5,title=none@500%3A failed 0::failed: expected 0, found 3,000",
            Assert.Single(lines));
        Assert.Equal("failed: expected 0, found 3,000", (string)Failures(junit).Single().Attribute("message")!);
        Assert.Contains("scenarios/quick.yaml:14:5", File.ReadAllText(summary), StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_is_added_to_what_others_said()
    {
        var summary = Path.Combine(folder.FullName, "summary.md");
        File.WriteAllText(summary, "before\n");
        JobReport.Write(Run(CaseBuilder.Exhausted()), null, new GithubJob(null, summary), _ => { });

        Assert.StartsWith("before\n", File.ReadAllText(summary), StringComparison.Ordinal);
    }

    [Fact]
    public void An_invalid_case_is_an_error_and_no_failure()
    {
        var junit = Path.Combine(folder.FullName, "junit.xml");
        JobReport.Write(Run(CaseBuilder.Exhausted() with { End = null }), junit, null, _ => Assert.Fail("nobody listens"));

        Assert.Empty(Failures(junit));
        Assert.Equal(2, XDocument.Load(junit).Descendants("error").Count());
    }

    [Fact]
    public void A_file_that_can_not_be_written_is_the_users()
    {
        var thrown = Assert.Throws<ReproException>(() =>
            JobReport.Write(Run(CaseBuilder.Exhausted()), folder.FullName, null, _ => { }));

        Assert.Equal((FailureKind.BadInput, "Write it elsewhere: --junit FILE."), (thrown.Kind, thrown.Remedy));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static IEnumerable<XElement> Failures(string junit) => XDocument.Load(junit).Descendants("failure");

    private static RunSummary Run(CaseBuilder builder)
    {
        var recorded = builder.Build();
        var expected = new ExpectationFacts("failed", "0", "scenarios/quick.yaml", 14, 5);
        return RunAnalysis.Analyze(new RecordedRun(
            TemporaryRun.File(), [recorded with { File = recorded.File with { Expectations = [expected] } }], [])).Summary;
    }
}
