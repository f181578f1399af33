using Repro.Pipelines;

namespace Repro.Tests.Pipelines;

public sealed class GithubTests
{
    private static readonly string Workspace = Path.Combine(Path.GetTempPath(), "workspace");

    private static readonly Check Failed = new("none@500", "firstFailure 4s ± 2%", CheckOutcome.Failed, "100% off,\r\nby: much")
    {
        File = Path.Combine(Workspace, "scenarios", "a,b:c.yaml"),
        Line = 14,
        Column = 5,
    };

    [Fact]
    public void What_is_not_met_is_an_error_beside_the_line_that_expects_it() => Assert.Equal(
        "::error file=scenarios/a%2Cb%3Ac.yaml,line=14,col=5,title=none@500%3A firstFailure 4s ± 2%25::100%25 off,%0D%0Aby: much",
        Annotation(Failed));

    [Fact]
    public void What_says_nothing_is_a_warning() => Assert.Equal(
        "::warning title=x@1%3A valid::it was starved", Annotation(new Check("x@1", "valid", CheckOutcome.Error, "it was starved")));

    [Theory]
    [InlineData(nameof(CheckOutcome.Passed))]
    [InlineData(nameof(CheckOutcome.Skipped))]
    public void Nothing_else_is_told(string outcome) => Assert.Empty(
        GithubAnnotation.Of(List(Failed with { Outcome = Enum.Parse<CheckOutcome>(outcome) }), Workspace));

    [Theory]
    [InlineData("--set expect.none={failed: 0}", null)]
    [InlineData(null, null)]
    public void What_stands_in_no_file_has_none(string? file, long? line) => Assert.StartsWith(
        "::error title=", Annotation(Failed with { File = file, Line = line }), StringComparison.Ordinal);

    [Fact]
    public void A_file_outside_of_the_workspace_keeps_its_name() => Assert.StartsWith(
        "::error file=/elsewhere/quick.yaml,", Annotation(Failed with { File = "/elsewhere/quick.yaml" }), StringComparison.Ordinal);

    [Fact]
    public void A_name_is_taken_from_where_the_program_runs()
    {
        var here = Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine(Workspace, "scenarios", "quick.yaml"));

        Assert.StartsWith("::error file=scenarios/quick.yaml,", Annotation(Failed with { File = here }), StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_are_shown_are_counted()
    {
        var lines = GithubAnnotation.Of(List([.. Enumerable.Repeat(Failed, 25)]), Workspace).ToList();

        Assert.Equal(10, lines.Count);
        Assert.StartsWith("::error title=repro%3A and more::16 more like these;", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_has_a_row_for_each_and_what_is_not_met_first()
    {
        var rows = GithubSummary.Of(List(new Check("none@500", "verdict a|b", CheckOutcome.Passed, null), Failed))
            .Split('\n').Where(line => line.StartsWith('|')).Skip(2).ToList();

        Assert.Equal(2, rows.Count);
        Assert.Contains("not met", rows[0], StringComparison.Ordinal);
        Assert.Contains("verdict a\\|b", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_a_job_where_GitHub_says_so()
    {
        Assert.Null(GithubJob.Of(_ => null));
        Assert.Equal(new GithubJob(null, null), GithubJob.Of(name => name == "GITHUB_ACTIONS" ? "true" : ""));
        Assert.Equal(
            new GithubJob("/w", "/s"),
            GithubJob.Of(name => name switch { "GITHUB_ACTIONS" => "true", "GITHUB_WORKSPACE" => "/w", _ => "/s" }));
    }

    private static string Annotation(Check check) => Assert.Single(GithubAnnotation.Of(List(check), Workspace));

    private static CheckList List(params Check[] checks) => new("quick", "2026-11-28T01:33:24Z", "It ran out.", checks);
}
