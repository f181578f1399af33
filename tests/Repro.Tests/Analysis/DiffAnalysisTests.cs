using Repro.Analysis;
using Repro.Charts;
using Repro.Cli;
using Repro.Expectations;
using Repro.Recording;
using Repro.Tests.Recording;

namespace Repro.Tests.Analysis;

public sealed class DiffAnalysisTests
{
    private static readonly CaseBuilder Was = CaseBuilder.Exhausted();

    [Fact]
    public void A_run_is_as_it_was_beside_itself()
    {
        var diff = Compare([Was], [Was]);

        Assert.True(diff.Holds);
        Assert.Equal(ExitCode.Ok, ExitCode.Of(diff));
        Assert.All(diff.Figures, figure => Assert.Equal((DiffOutcome.Within, figure.Old), (figure.Outcome, figure.New)));
        Assert.Contains("firstFailure", diff.Figures.Select(figure => figure.Figure));
    }

    [Theory]
    [InlineData(3.9, DiffOutcome.Within)]
    [InlineData(3.7, DiffOutcome.Beyond)]
    [InlineData(4.1, DiffOutcome.Within)]
    [InlineData(4.5, DiffOutcome.Better)]
    public void A_figure_may_go_as_far_as_the_tolerance_for_the_worse(double onset, string outcome)
    {
        var diff = Compare([Was], [Was with { Onset = onset }], "firstFailure");

        Assert.Equal(outcome, Assert.Single(diff.Figures).Outcome);
        Assert.Equal(outcome != DiffOutcome.Beyond, diff.Holds);
        Assert.Equal(diff.Holds ? ExitCode.Ok : ExitCode.ExpectationFailed, ExitCode.Of(diff));
    }

    [Fact]
    public void What_never_came_and_comes_now_is_beyond_any_tolerance()
    {
        var carried = Was with { Onset = null, PredictedOnset = null };

        Assert.Equal(
            new DiffedFigure("none@500", "firstFailure", "never", "4 s", null, DiffOutcome.Beyond),
            Assert.Single(Compare([carried], [Was], "firstFailure").Figures));
        Assert.Equal(DiffOutcome.Better, Assert.Single(Compare([Was], [carried], "firstFailure").Figures).Outcome);
    }

    [Fact]
    public void A_count_that_was_none_may_not_become_one() => Assert.Equal(
        (DiffOutcome.Beyond, null),
        Assert.Single(Compare([Was with { Onset = null, PredictedOnset = null }], [Was], "failed").Figures) switch
        {
            var figure => (figure.Outcome, figure.ChangePercent),
        });

    [Fact]
    public void Another_verdict_is_beyond() => Assert.Equal(
        new DiffedFigure("none@500", "verdict", "exhausted", "carried", null, DiffOutcome.Beyond),
        Assert.Single(Compare([Was], [Was with { Onset = null, PredictedOnset = null }], "verdict").Figures));

    [Fact]
    public void A_case_that_is_gone_does_not_pass_and_a_new_one_does()
    {
        var other = Was with { Id = "none@600", Rate = 600 };

        var diff = Compare([Was, other], [Was]);
        Assert.Equal((false, "none@600"), (diff.Holds, Assert.Single(diff.Gone)));
        Assert.EndsWith("went further than 5 %; gone: none@600.", DiffText.Headline(diff), StringComparison.Ordinal);

        diff = Compare([Was], [Was, other]);
        Assert.Equal((true, "none@600"), (diff.Holds, Assert.Single(diff.Added)));
    }

    [Fact]
    public void Of_a_case_that_is_invalid_nothing_is_said()
    {
        var diff = Compare([Was], [Was with { End = null }]);

        Assert.Empty(diff.Figures);
        Assert.Equal(["none@500"], diff.Invalid);
        Assert.Equal(ExitCode.InvalidCase, ExitCode.Of(diff));
    }

    [Fact]
    public void The_table_has_what_changed_and_what_is_beyond_first()
    {
        var diff = Compare([Was], [Was with { Onset = 3.7 }]);

        Assert.Equal("beyond", DiffText.Changes(diff).Rows[0][^1]);
        Assert.Contains(DiffText.Changes(diff).Rows, row => row.Contains("-7.5 %"));
    }

    private static RunDiff Compare(CaseBuilder[] old, CaseBuilder[] later, params string[] figures) => DiffAnalysis.Compare(
        ("old", Conclude(old)),
        ("new", Conclude(later)),
        5,
        [.. ExpectableFigures.All.Where(figure => figures.Length == 0 ? figure.IsSteady : figures.Contains(figure.Name))]);

    private static RunConclusions Conclude(CaseBuilder[] cases) =>
        RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [.. cases.Select(one => one.Build())], []));
}
