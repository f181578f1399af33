using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class ExpectTests
{
    [Fact]
    public void Every_verdict_but_invalid_can_be_expected()
    {
        var yaml = "expect:\n" + string.Concat(Verdicts.Expectable.Select((verdict, index) => $"  m{index}: {verdict}\n"));

        Assert.Equal(Verdicts.Expectable, ScenarioText.Parse(yaml).Expect.Select(expectation => expectation.Verdict));
        Assert.DoesNotContain(Verdicts.Invalid, Verdicts.Expectable);
    }

    [Fact]
    public void An_expectation_knows_where_it_stands() =>
        Assert.Equal(
            new Expectation("tw-reuse", "averted", new SourcePosition(ScenarioText.File, 2, 3)),
            Assert.Single(ScenarioText.Parse("expect:\n  tw-reuse: averted").Expect));

    [Theory]
    [InlineData("exhaustd", "1:17: 'exhaustd' is not a verdict; did you mean 'exhausted'?")]
    [InlineData(
        "invalid", "1:17: 'invalid' is not a verdict; known are: exhausted, carried, averted, delayed, eased, no effect, worse, finished, "
            + "borderline, predicted only")]
    [InlineData(
        "[averted]",
        "1:17: '' is not a verdict; known are: exhausted, carried, averted, delayed, eased, no effect, worse, finished, borderline, "
            + "predicted only")]
    public void A_word_that_is_not_a_verdict_is_refused(string word, string error) =>
        Assert.Equal(error, ScenarioText.Error($"expect: {{ none: {word} }}"));
}
