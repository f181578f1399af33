using Repro.Charts;
using Repro.Recording;
using Repro.Scenarios;
using Repro.Tests.Analysis;

namespace Repro.Tests.Charts;

public sealed class OutcomeTextTests
{
    [Fact]
    public void A_run_that_is_as_expected_has_nothing_to_add() =>
        Assert.Empty(OutcomeText.Of(Drawings.Conclude(Drawings.Baseline with { Expected = Verdicts.Exhausted }, Drawings.Averted).Summary));

    [Fact]
    public void Failed_expectations_stand_in_every_report()
    {
        var conclusions = Drawings.Conclude(
            Drawings.Baseline with { Onset = null, PredictedOnset = null, Expected = Verdicts.Exhausted },
            Drawings.Averted with { Expected = Verdicts.NoEffect });
        const string Said = "Otherwise than expected: none was expected to be exhausted, and was carried; tw-reuse was expected to have "
            + "no effect, and was carried.";

        Assert.Equal([Said], OutcomeText.Of(conclusions.Summary));
        Assert.Contains(Said, HtmlReport.Render(conclusions, []), StringComparison.Ordinal);
        Assert.Contains(
            Said, MarkdownReport.Render(conclusions, [], "charts").Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Expected_figures_stand_in_every_report_with_what_was_found_and_where_they_are_expected()
    {
        var conclusions = Drawings.Conclude(
            Drawings.Baseline with { Expectations = [Expect("firstFailure", "8s ± 2%", 12), Expect("ok", "> 0", 13)] },
            Drawings.Averted with { Expectations = [Expect("failed", "0", 15)], End = new CaseEnd([], 3) });

        Assert.Equal(
            [
                "Invalid: tw-reuse. What is expected there is neither met nor broken.",
                "Otherwise than expected: none was expected to have firstFailure 8s ± 2%, and had 4 s (quick.yaml:12:5).",
            ],
            OutcomeText.Of(conclusions.Summary).Take(2));
        Assert.Equal(
            [
                "none|firstFailure|8s ± 2%|4 s|not met|quick.yaml:12:5",
                "none|ok|> 0|2,000|met|quick.yaml:13:5",
                "tw-reuse|failed|0|nothing that could be judged: the case is invalid|not judged|quick.yaml:15:5",
            ],
            ExpectationTable.Text(conclusions.Summary).Rows.Select(row => string.Join('|', row)));
        Assert.Contains("What was expected", HtmlReport.Render(conclusions, []), StringComparison.Ordinal);
        Assert.Contains("## What was expected", MarkdownReport.Render(conclusions, [], "charts"), StringComparison.Ordinal);
    }

    [Fact]
    public void Verdicts_alone_have_no_table_of_their_own() =>
        Assert.False(ExpectationTable.Tells(Drawings.Conclude(Drawings.Baseline with { Expected = Verdicts.Exhausted }).Summary));

    [Fact]
    public void A_case_that_the_machine_was_too_busy_for_is_to_be_run_again_into_another_directory()
    {
        var run = Drawings.Conclude(Drawings.Baseline, Drawings.Averted with { End = new CaseEnd([], 3) }).Summary with
        {
            Arguments = ["run", "quick.yaml", "--out", "there", "--case", "t*"],
        };

        Assert.Equal(["Invalid: tw-reuse.", "Run it again on a quieter machine: repro run quick.yaml --case 't*'"], OutcomeText.Of(run));
    }

    [Fact]
    public void What_would_be_no_better_on_another_machine_is_not() =>
        Assert.Equal(
            ["Invalid: none."], OutcomeText.Of(Drawings.Conclude(Drawings.Baseline with { End = new CaseEnd(["gone"], 0) }).Summary));

    [Fact]
    public void Cases_with_the_same_result_are_named_together_and_others_are_those_that_are_left()
    {
        var wider = Drawings.Delayed;
        var ports = Drawings.Delayed with { Id = "backend-ports@500" };
        var useless = Drawings.Baseline with { Id = "useless@500", IsBaseline = false };
        CaseBuilder[] never = [.. Enumerable.Range(1, 4).Select(number => Drawings.Averted with { Id = $"never-{number}@500" })];

        Assert.Equal(
            "wider-range and backend-ports delay the first failure from 4.00 s to 8.00 s; tw-reuse averts the failures",
            RunFinding.Delay(Drawings.Conclude(Drawings.Baseline, wider, ports, Drawings.Averted).Summary));
        Assert.Equal(
            "wider-range delays the first failure from 4.00 s to 8.00 s; never-1, never-2 and never-3 avert the failures",
            RunFinding.Delay(Drawings.Conclude([Drawings.Baseline, wider, .. never.Take(3)]).Summary));
        Assert.Equal(
            "wider-range delays the first failure from 4.00 s to 8.00 s; all 4 others avert the failures",
            RunFinding.Delay(Drawings.Conclude([Drawings.Baseline, wider, .. never]).Summary));
        Assert.Equal(
            "wider-range delays the first failure from 4.00 s to 8.00 s; 4 of 6 others avert the failures",
            RunFinding.Delay(Drawings.Conclude([Drawings.Baseline, wider, useless, .. never]).Summary));
    }

    private static ExpectationFacts Expect(string figure, string expected, int line) => new(figure, expected, "quick.yaml", line, 5);
}
