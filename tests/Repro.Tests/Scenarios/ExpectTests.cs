using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class ExpectTests
{
    [Fact]
    public void Every_verdict_but_invalid_can_be_expected()
    {
        var yaml = "expect:\n" + string.Concat(Verdicts.Expectable.Select((verdict, index) => $"  m{index}: {verdict}\n"));

        Assert.Equal(Verdicts.Expectable, ScenarioText.Parse(yaml).Expect.Select(expectation => expectation.Expected));
        Assert.DoesNotContain(Verdicts.Invalid, Verdicts.Expectable);
    }

    [Fact]
    public void An_expectation_knows_where_it_stands() =>
        Assert.Equal(
            new Expectation("tw-reuse", "verdict", "averted", new SourcePosition(ScenarioText.File, 2, 3)),
            Assert.Single(ScenarioText.Parse("expect:\n  tw-reuse: averted").Expect));

    [Theory]
    [InlineData("exhaustd", "1:17: 'exhaustd' is not a verdict; did you mean 'exhausted'?")]
    [InlineData(
        "invalid", "1:17: 'invalid' is not a verdict; known are: exhausted, carried, averted, delayed, eased, no effect, worse, finished, "
            + "kept, taken, borderline, predicted only")]
    [InlineData(
        "[averted]",
        "1:17: '' is not a verdict; known are: exhausted, carried, averted, delayed, eased, no effect, worse, finished, kept, taken, "
            + "borderline, predicted only")]
    public void A_word_that_is_not_a_verdict_is_refused(string word, string error) =>
        Assert.Equal(error, ScenarioText.Error($"expect: {{ none: {word} }}"));

    [Fact]
    public void Figures_are_expected_each_at_its_place() => Assert.Equal(
        [
            ("none", "firstFailure", "4s ± 2%", "test.yaml:3:5"),
            ("none", "failed", "3500", "test.yaml:4:5"),
            ("tw-reuse", "verdict", "averted", "test.yaml:5:15"),
            ("tw-reuse", "threshold", ">= 450/s", "test.yaml:5:33"),
        ],
        ScenarioText.Parse(
            """
            expect:
              none:
                firstFailure: 4s +- 2%
                failed: 3500
              tw-reuse: { verdict: averted, threshold: ">=450/s" }
            """).Expect.Select(expectation =>
                (expectation.Mitigation, expectation.Figure, expectation.Expected, expectation.Position.ToString())));

    [Theory]
    [InlineData("firstFailur: 4s", "1:19: 'firstFailur' is no figure; did you mean 'firstFailure'?")]
    [InlineData("firstFailure: 4s", "1:33: firstFailure: what is measured is never exactly 4s; write how far off it may be: 4s ± 2%")]
    [InlineData("threshold: '>= 450'", "1:30: '>= 450' is not valid here; write \">= 450/s\", 450/s ± 2% or 450/s..500/s")]
    [InlineData("failed: [1]", "1:27: a list is not valid here; write 2000, \">= 2000\", 2000 ± 2% or 2000..2100")]
    [InlineData("", "1:17: nothing is expected here; write a verdict, or figures like { verdict: averted, threshold: \">= 450/s\" }")]
    public void What_no_figure_can_be_is_refused(string figures, string error) =>
        Assert.Equal(error, ScenarioText.Error($"expect: {{ none: {{ {figures} }} }}"));

    [Fact]
    public void A_sign_that_YAML_takes_for_its_own_is_told_how_to_be_written() => Assert.Equal(
        "3:16: a text that begins with > or | has to be in quotes, like \">= 450/s\"",
        ScenarioText.Error("expect:\n  none:\n    threshold: >= 450/s\n"));

    [Fact]
    public void What_is_expected_of_a_mitigation_on_the_command_line_stands_for_all_of_it() => Assert.Equal(
        ["carried", "0"],
        ScenarioText.Parse(
            "expect: { none: { firstFailure: 4s ± 2%, failed: 1 }, tw-reuse: carried }", "expect.none={failed: 0}")
            .Expect.Select(expectation => expectation.Expected));

    [Theory]
    [InlineData("services: 8080", "exhausted", "with services, which is about their restarts: write kept or taken")]
    [InlineData("services: 8080", "borderline", "with services, which is about their restarts: write kept or taken")]
    [InlineData("services: none", "taken", "without services; write another, like exhausted or carried, or say services")]
    [InlineData("services: none", "kept", "without services; write another, like exhausted or carried, or say services")]
    public void A_verdict_that_a_case_never_has_is_refused(string services, string verdict, string why) => Assert.Equal(
        $"test.yaml:2:11: '{verdict}' is never the verdict of a case {why}",
        Repro.Planning.Planner.Create(ScenarioText.Parse($"{services}\nexpect: {{ none: {verdict} }}"), new Repro.Knobs.Kernel())
            .Diagnostics.Select(diagnostic => diagnostic.ToString()).Single());

    [Theory]
    [InlineData("services: 8080", "kept")]
    [InlineData("services: 8080", "predicted only")]
    [InlineData("services: none", "predicted only")]
    public void One_that_it_may_have_is_not(string services, string verdict) => Assert.Empty(
        Repro.Planning.Planner.Create(ScenarioText.Parse($"{services}\nexpect: {{ none: {verdict} }}"), new Repro.Knobs.Kernel())
            .Diagnostics);

    [Fact]
    public void A_factor_beside_a_baseline_needs_one() => Assert.Equal(
        "test.yaml:1:56: delayFactor is a figure beside 'none' at the same rate, which is not among the cases",
        Repro.Planning.Planner.Create(
            ScenarioText.Parse("{ mitigations: [wider-range], expect: { wider-range: { delayFactor: 2 ± 1% } } }"),
            new Repro.Knobs.Kernel()).Diagnostics.Select(diagnostic => diagnostic.ToString()).Single());
}
