using Repro.Analysis;
using Repro.Expectations;
using Repro.Recording;
using Repro.Scenarios;
using Repro.Tests.Recording;

namespace Repro.Tests.Analysis;

public sealed class ExpectationRuleTests
{
    private static readonly CaseBuilder Baseline = CaseBuilder.Exhausted();

    private static readonly CaseBuilder Averted = new() { Id = "tw-reuse@500", IsBaseline = false };

    [Theory]
    [InlineData("firstFailure", "4s ± 2%", "4 s", ExpectationOutcome.Met)]
    [InlineData("firstFailure", "8s ± 2%", "4 s", ExpectationOutcome.NotMet)]
    [InlineData("firstFailure", "never", "4 s", ExpectationOutcome.NotMet)]
    [InlineData("connectionsBeforeFirstFailure", "2000", "2,000", ExpectationOutcome.Met)]
    [InlineData("failed", "0", "3,000", ExpectationOutcome.NotMet)]
    [InlineData("achieved", "500/s ± 1%", "500/s", ExpectationOutcome.Met)]
    public void A_number_is_held_against_what_was_measured(string figure, string expected, string measured, string outcome)
    {
        var judged = Assert.Single(Conclude(Baseline, Expect(figure, expected)).Cases[0].Expectations);

        Assert.Equal((outcome, measured, null), (judged.Outcome, judged.Measured, judged.Reason));
    }

    [Fact]
    public void Where_it_stands_is_kept()
    {
        var judged = Conclude(Baseline, Expect("failed", "0")).Cases[0].Expectations[0];

        Assert.Equal("quick.yaml:14:5", judged.Place);
        Assert.Equal(3000, judged.Value);
    }

    [Fact]
    public void What_the_command_line_expects_has_no_line() => Assert.Equal(
        "--set expect.none={failed: 0}",
        Conclude(Baseline, new ExpectationFacts("failed", "0", "--set expect.none={failed: 0}", 0, 0)).Cases[0].Expectations[0].Place);

    [Fact]
    public void A_run_of_before_there_were_numbers_has_its_verdict_and_no_place()
    {
        var judged = Assert.Single(RunAnalysis.Analyze(new RecordedRun(
            TemporaryRun.File(), [(Baseline with { Expected = Verdicts.Carried }).Build()], [])).Summary.Cases[0].Expectations);

        Assert.Equal(("verdict", "carried", "exhausted", ExpectationOutcome.NotMet, null),
            (judged.Figure, judged.Expected, judged.Measured, judged.Outcome, judged.Place));
    }

    [Fact]
    public void An_invalid_case_neither_meets_nor_breaks_what_is_expected() => Assert.Equal(
        (ExpectationOutcome.NotJudged, "the case is invalid", false),
        Only(Conclude(Baseline with { End = null }, Expect("failed", "0"))));

    [Fact]
    public void A_case_that_was_not_run_skips_its_numbers() => Assert.Equal(
        (ExpectationOutcome.Skipped, "x was removed", false),
        Only(Conclude(Baseline with { PredictedOnly = "x was removed" }, Expect("failed", "0"))));

    [Fact]
    public void What_was_not_measured_is_not_met() => Assert.Equal(
        (ExpectationOutcome.NotMet, "this case has no such figure", true), Only(Conclude(Averted, Expect("hold", "<= 61s"))));

    [Fact]
    public void A_figure_of_a_later_program_is_not_judged() =>
        Assert.Equal(ExpectationOutcome.NotJudged, Only(Conclude(Baseline, Expect("speed", "<= 61s"))).Outcome);

    [Fact]
    public void A_load_that_ended_early_has_not_shown_that_none_ever_fails()
    {
        var finished = Averted with { PredictedOnset = 60 };

        Assert.Equal((ExpectationOutcome.NotMet, "which does not tell", true), Only(Conclude(finished, Expect("firstFailure", "never"))));
        Assert.Equal(ExpectationOutcome.Met, Only(Conclude(finished, Expect("firstFailure", ">= 4s"))).Outcome);
    }

    [Fact]
    public void The_threshold_is_what_was_carried_for_a_hold_time_where_nothing_ran_out()
    {
        var carried = Averted with { Hold = 1, Duration = 62 };

        Assert.Equal(ExpectationOutcome.Met, Only(Conclude(carried, Expect("threshold", ">= 450/s"))).Outcome);
        Assert.Equal(
            (ExpectationOutcome.NotMet, "which does not tell", true), Only(Conclude(carried, Expect("threshold", ">= 501/s"))));
        Assert.Equal(
            "500/s at least", Conclude(carried, Expect("threshold", ">= 450/s")).Cases[0].Expectations[0].Measured);
    }

    [Fact]
    public void What_is_of_all_rates_of_a_label_is_told_once()
    {
        var low = Averted with { Hold = 1, Duration = 62, Label = "tw-reuse" };
        var high = low with { Id = "tw-reuse@600", Rate = 600 };
        var cases = Conclude([low, high], Expect("threshold", ">= 550/s"), Expect("failed", "0")).Cases;

        Assert.Equal([2, 1], cases.Select(row => row.Expectations.Count));
        Assert.All(cases.SelectMany(row => row.Expectations), judged => Assert.Equal(ExpectationOutcome.Met, judged.Outcome));
    }

    private static ExpectationFacts Expect(string figure, string expected) => new(figure, expected, "quick.yaml", 14, 5);

    private static RunSummary Conclude(CaseBuilder one, params ExpectationFacts[] expected) => Conclude([one], expected);

    private static RunSummary Conclude(CaseBuilder[] cases, params ExpectationFacts[] expected) => RunAnalysis.Analyze(new RecordedRun(
        TemporaryRun.File(),
        [.. cases.Select(one => one.Build()).Select(one => one with { File = one.File with { Expectations = expected } })],
        [])).Summary;

    private static (string Outcome, string? Reason, bool IsUnexpected) Only(RunSummary run)
    {
        var row = Assert.Single(run.Cases);
        var judged = Assert.Single(row.Expectations);
        return (judged.Outcome, judged.Reason, row.IsUnexpected);
    }
}
