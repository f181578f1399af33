using Repro.Knobs;
using Repro.Planning;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class YamlLimitsTests
{
    private const int Far = 100_000;
    private const string TooDeep = "lists and mappings are more than 32 deep here";

    [Theory]
    [Trait("Fault", "C5")]
    [InlineData("[", "1:33: ")]
    [InlineData("? ", "1:3: ")]
    [InlineData("- ", "1:65: ")]
    [InlineData("{", "1:2: ")]
    public void Brackets_and_dashes_may_stand_inside_each_other_as_far_as_people_read(string opening, string place) =>
        Assert.StartsWith(place, ScenarioText.Error(string.Concat(Enumerable.Repeat(opening, Far))), StringComparison.Ordinal);

    [Fact]
    [Trait("Fault", "C5")]
    public void So_may_indentation() =>
        Assert.EndsWith(
            TooDeep, ScenarioText.Error(string.Concat(Enumerable.Range(0, 500).Select(level => new string(' ', level) + "a:\n"))),
            StringComparison.Ordinal);

    [Theory]
    [Trait("Fault", "C5")]
    [InlineData("[")]
    [InlineData("{a: ")]
    public void So_may_the_brackets_of_a_setting(string opening)
    {
        var diagnostic = Assert.Single(
            ScenarioFile.Parse("{}", ScenarioText.File, [$"load={string.Concat(Enumerable.Repeat(opening, Far / 2))}"]).Diagnostics);

        Assert.Equal(TooDeep, diagnostic.Message);
        Assert.InRange(diagnostic.ToString().Length, 1, 200);
    }

    [Fact]
    [Trait("Fault", "C5")]
    public void A_setting_of_a_hundred_thousand_dots_is_no_key() =>
        Assert.Equal(
            "no key has as many dots",
            Assert.Single(ScenarioFile.Parse("{}", ScenarioText.File, [new string('.', Far) + "=1"]).Diagnostics).Message);

    [Theory]
    [Trait("Fault", "C5")]
    [InlineData("? &a [*a]\n: x", "1:3: a key is a word here, not a list or a mapping")]
    [InlineData("&a x: 1\n*a : 2", "2:1: a key is a word here, not an alias")]
    [InlineData("load: &a [*a]", "1:11: *a stands before or inside of what it is an alias of")]
    [InlineData("load: *a", "1:7: *a stands before or inside of what it is an alias of")]
    public void A_key_is_a_word_and_an_alias_comes_after_what_it_stands_for(string yaml, string error) =>
        Assert.Equal(error, ScenarioText.Error(yaml));

    [Fact]
    [Trait("Fault", "C5")]
    public void Aliases_count_as_what_they_stand_for()
    {
        var laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 9)
                .Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n"));

        Assert.EndsWith(
            "more than 50000 values, aliases counted as what they stand for", ScenarioText.Error(laughs), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C5")]
    public void Depth_is_counted_through_aliases()
    {
        var deep = "a0: &a0 [[[[[[[[x]]]]]]]]\n"
            + string.Concat(Enumerable.Range(1, 9).Select(level => $"a{level}: &a{level} [[[[[[[[*a{level - 1}]]]]]]]]\n"));

        Assert.EndsWith(TooDeep, ScenarioText.Error(deep), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Fault", "C5")]
    public void Half_a_letter_is_refused_as_no_results_could_hold_it()
    {
        const char Half = '\uD83D';

        Assert.Equal("1:11: this has a half of a letter in it (a lone surrogate)", ScenarioText.Error($"question: {Half}"));
        Assert.Single(ScenarioFile.Parse("{}", ScenarioText.File, [$"question={Half}"]).Diagnostics);
        Assert.Equal("😀", ScenarioText.Parse("question: \"\\ud83d\\ude00\"").Question);
    }

    [Fact]
    [Trait("Fault", "C5")]
    public void A_text_has_256_KiB_at_the_most() =>
        Assert.Equal("a scenario has 256 KiB at the most", ScenarioText.Error(new string('#', (256 * 1024) + 1)).Split(": ")[^1]);

    [Fact]
    [Trait("Fault", "C5")]
    public void Of_thousands_of_errors_a_hundred_are_shown_each_in_a_line_that_can_be_read()
    {
        var errors = ScenarioText.Errors(string.Concat(Enumerable.Range(0, 5000).Select(number => $"{new string('k', 30)}{number}: 1\n")));

        Assert.Equal(100, errors.Count);
        Assert.EndsWith("there is more wrong from here on", errors[^1], StringComparison.Ordinal);
        Assert.InRange(ScenarioText.Error($"load: {{ rate: {new string('9', 100_000)} }}").Length, 1, 300);
    }

    [Fact]
    [Trait("Fault", "C5")]
    public void A_matrix_of_a_thousand_seeds_is_laid_out_without_going_through_any_request()
    {
        var (plan, diagnostics) = Plan(rate: "1000/s");

        Assert.Empty(diagnostics);
        Assert.Equal(1000, plan.Cases.Count);
        Assert.All(plan.Cases, planned => Assert.False(planned.Foreseen.IsValueCreated));
    }

    [Fact]
    [Trait("Fault", "C5")]
    public void A_plan_that_would_go_through_more_requests_than_it_can_is_refused_with_the_limit() => Assert.Equal(
        "test.yaml:2:11: 20000000 requests over all cases are more than a plan can hold, which has to go through each for its prediction; "
            + "keep cases × rate × duration within 10000000 with arrivals other than constant or steps",
        Assert.Single(Plan(rate: "2000/s").Diagnostics).ToString());

    [Fact]
    [Trait("Fault", "C5")]
    public void A_matrix_has_16_keys_at_the_most()
    {
        var keys = string.Join(", ", Enumerable.Range(0, 2000).Select(number => $"proxy.sysctls.net.x{number}: [1]"));

        Assert.Contains(
            "2000 keys are more than a matrix can hold; keep them within 16",
            Assert.Single(Planner.Create(ScenarioText.Parse($"matrix: {{ {keys} }}"), new Kernel()).Diagnostics).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Fault", "C5")]
    [InlineData("more-destinations")]
    [InlineData("backend-ports")]
    [InlineData("more-sources")]
    public void Factors_that_multiply_past_every_number_are_refused(string mitigation) =>
        Assert.Contains(
            "tuples are more than the lab can hold",
            Assert.Single(Planner.Create(
                ScenarioText.Parse($"mitigations: [{string.Join(" + ", Enumerable.Repeat($"{mitigation} x64", 12))}]"),
                new Kernel()).Diagnostics).Message,
            StringComparison.Ordinal);

    private static (Plan Plan, IReadOnlyList<Diagnostic> Diagnostics) Plan(string rate) => Planner.Create(
        ScenarioText.Parse(
            $"load: {{ arrivals: poisson, rate: {rate}, duration: 10s }}\nmatrix: {{ load.seed: "
            + $"[{string.Join(", ", Enumerable.Range(0, 1000))}] }}"),
        new Kernel());
}
