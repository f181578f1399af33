using Repro.Analysis;
using Repro.Charts;
using Repro.Cli;
using Repro.Recording;
using Repro.Scenarios;
using Repro.Tests.Charts;
using Repro.Tests.Recording;

namespace Repro.Tests.Analysis;

/// <summary>Cases whose baseline says nothing.</summary>
public sealed class NotComparedTests
{
    private static readonly CaseBuilder Lost = Drawings.Baseline with { End = new CaseEnd(["gone"], 0) };

    [Fact]
    public void A_case_beside_an_invalid_baseline_is_valid_and_not_compared()
    {
        var cases = Drawings.Conclude(Lost, Drawings.Delayed, Drawings.Averted).Summary.Cases;

        Assert.Equal([Verdicts.Invalid, Verdicts.NotCompared, Verdicts.NotCompared], cases.Select(row => row.Verdict));
        Assert.Equal((true, "its baseline is invalid", null), (cases[1].Valid, cases[1].NotCompared, cases[1].DelayFactor));
        Assert.Contains("It is not compared: its baseline is invalid.", Finding.Of(cases[2]), StringComparison.Ordinal);
        Assert.Equal("never", Format.FirstFailure(cases[2]));
    }

    [Fact]
    public void So_is_one_beside_a_baseline_that_is_borderline_or_was_cut_off_before_it_began()
    {
        var near = Drawings.Baseline with { Onset = null, PredictedOnset = 9.8 };

        Assert.Equal("its baseline is borderline", Drawings.Conclude(near, Drawings.Delayed).Summary.Cases[1].NotCompared);
        Assert.Equal(
            "there is no record of its baseline",
            RunAnalysis.Analyze(
                new RecordedRun(TemporaryRun.File(), [Drawings.Delayed.Build()], ["none@500"])).Summary.Cases[0].NotCompared);
    }

    [Fact]
    public void A_baseline_at_another_rate_is_none_of_its_own() => Assert.Equal(
        Verdicts.Exhausted, Drawings.Conclude(Lost with { Rate = 200, Id = "none@200" }, Drawings.Delayed).Summary.Cases[1].Verdict);

    [Theory]
    [InlineData(Verdicts.Delayed, false)]
    [InlineData(Verdicts.Averted, false)]
    [InlineData(Verdicts.Exhausted, false)]
    [InlineData(Verdicts.Carried, true)]
    public void Its_expectation_is_judged_by_what_was_measured_or_not_at_all(string expected, bool fails)
    {
        var run = Drawings.Conclude(Lost, Drawings.Delayed with { Expected = expected }).Summary;

        Assert.Equal(fails, run.Cases[1].IsUnexpected);
        Assert.Equal(ExitCode.InvalidCase, ExitCode.Of(run));
        Assert.Equal(
            fails
                ? ["Invalid: none.", "Otherwise than expected: wider-range was expected to be carried, and ran out."]
                : ["Invalid: none."], OutcomeText.Of(run));
    }

    [Fact]
    public void The_headline_tells_of_all_that_fail_at_the_same_moment() => Assert.Equal(
        "With wider-range and backend-ports, failures begin after 8.00 s; with tw-reuse, never (1 of 4 cases is invalid).",
        RunFinding.Headline(
            Drawings.Conclude(Lost, Drawings.Delayed, Drawings.Delayed with { Id = "backend-ports@500" }, Drawings.Averted).Summary));

    [Fact]
    public void Runs_of_which_one_has_no_baseline_are_compared_by_first_failures_alone_and_it_is_said_why()
    {
        var whole = Drawings.Conclude(Drawings.Baseline, Drawings.Delayed, Drawings.Averted);
        var lost = Drawings.Conclude(Lost, Drawings.Delayed, Drawings.Averted);
        var failing = Drawings.Conclude(Lost, Drawings.Delayed, Drawings.Averted with { Onset = 5, PredictedOnset = 5 });

        Assert.Equal(
            "run-0 and run-1 agree in all 2 cases that they have in common: the first failures come at the same moments (by first "
                + "failures, not by verdicts, where the baseline of run-1 says nothing)",
            ComparisonText.Headline(ComparisonAnalysis.Compare([("run-0", whole), ("run-1", lost)])));
        Assert.Equal(
            "run-0 and run-1 come to other results in 1 of 2 cases: tw-reuse fails never with run-0, and after 5.00 s with run-1 (by "
                + "first failures, not by verdicts, where the baseline of run-1 says nothing)",
            ComparisonText.Headline(ComparisonAnalysis.Compare([("run-0", whole), ("run-1", failing)])));
    }

    [Fact]
    public void It_is_not_to_be_expected() => Assert.DoesNotContain(Verdicts.NotCompared, Verdicts.Expectable);
}
