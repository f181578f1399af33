using Repro.Charts;
using Repro.Recording;
using Repro.Tests.Analysis;

namespace Repro.Tests.Charts;

[Trait("Fault", "A4")]
public sealed class HeadlineTests
{
    private static readonly CaseEnd Died = new(["the proxy died"], 0);
    private static readonly CaseBuilder Broken = Drawings.Baseline with { End = Died };
    private static readonly CaseBuilder BrokenWider = Drawings.Delayed with { Label = "wider", End = Died };

    [Fact]
    public void A_headline_speaks_of_valid_cases_and_says_how_many_are_not() => Assert.Equal(
        "With wider-range, failures begin after 8.00 s; with tw-reuse, never (1 of 3 cases is invalid).",
        Headline(Broken, Drawings.Delayed, Drawings.Averted));

    [Fact]
    public void Where_all_that_failed_is_invalid_nothing_is_said_of_every_case() => Assert.Equal(
        "No request fails in either of the 2 cases that were measured (2 of 4 cases are invalid).",
        Headline(Broken, BrokenWider, Drawings.Averted, Drawings.Averted with { Id = "keep-alive@500" }));

    [Fact]
    public void One_valid_case_is_spoken_of_by_name() =>
        Assert.Equal("tw-reuse: no request fails at 500/s (1 of 2 cases is invalid).", Headline(Broken, Drawings.Averted));

    [Fact]
    public void Without_a_valid_case_nothing_was_measured() =>
        Assert.Equal("Nothing was measured: no case is valid.", Headline(Broken, BrokenWider));

    [Theory]
    [InlineData("failures")]
    [InlineData("onsets")]
    [InlineData("thresholds")]
    [InlineData("onset-over-rate")]
    [InlineData("connect-latency")]
    public void The_title_of_every_figure_of_a_run_says_how_many_cases_are_invalid(string name)
    {
        var title = Title(Drawings.Draw(Drawings.Baseline, BrokenWider, Drawings.Averted).Named(name));

        Assert.EndsWith(" (1 of 3 cases is invalid)", title, StringComparison.Ordinal);
        Assert.DoesNotContain("wider", title, StringComparison.Ordinal);
    }

    [Fact]
    public void So_does_the_one_of_the_map_of_mitigations_and_rates() => Assert.EndsWith(
        " (1 of 3 cases is invalid)",
        Title(Drawings.Draw(Drawings.Baseline, BrokenWider, Drawings.Averted with { Rate = 200 }).Named("heat-map")),
        StringComparison.Ordinal);

    private static string Title(Figure figure) => figure.Parse().Element(Drawings.Svg + "title")!.Value;

    private static string Headline(params CaseBuilder[] cases) => RunFinding.Headline(Drawings.Conclude(cases).Summary);
}
