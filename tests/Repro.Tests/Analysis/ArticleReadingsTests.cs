using Repro.Analysis;
using Repro.Recording;
using Repro.Tests.Recording;

namespace Repro.Tests.Analysis;

public sealed class ArticleReadingsTests
{
    private const double TimeWait = 61.024;

    private static readonly CaseBuilder FullScale = new() { Tuples = 2, Capacity = 2 * 28_232, Hold = 120, Duration = 130 };

    [Fact]
    public void The_number_is_read_with_a_late_FIN_and_with_a_prompt_one()
    {
        var article = Read(FullScale)!;

        Assert.Equal(28_232, article.PortsPerUpstream);
        Assert.Equal(
            (59 + TimeWait, Math.Round(28_232 / (59 + TimeWait), 3)), (article.Held120.HoldSeconds, article.Held120.ThresholdPerSecond));
        Assert.Equal((TimeWait, Math.Round(28_232 / TimeWait, 3)), (article.Held60.HoldSeconds, article.Held60.ThresholdPerSecond));
        Assert.InRange(article.Held120.ThresholdPerSecond, 230, 240);
        Assert.InRange(article.Held60.ThresholdPerSecond, 460, 465);
    }

    [Fact]
    public void Each_reading_has_the_rates_per_upstream_of_the_cases_that_held_as_long()
    {
        var failing = FullScale with { Id = "none@500", Rate = 500, Onset = 110, PredictedOnset = 110 };
        var article = Read(
            failing, FullScale with { Id = "none@460", Rate = 460 }, FullScale with { Id = "prompt@900", Rate = 900, Hold = 61 })!;

        Assert.Equal((230.0, 250.0), (article.Held120.CarriedPerSecond, article.Held120.FailedPerSecond));
        Assert.Equal((450.0, null), (article.Held60.CarriedPerSecond, article.Held60.FailedPerSecond));
    }

    [Fact]
    public void Cases_that_say_nothing_make_no_reading() =>
        Assert.Null(Read(FullScale with { End = null }, FullScale with { Id = "x@1", PredictedOnly = "x is missing" }));

    [Theory]
    [InlineData(28_231, false)]
    [InlineData(28_232, true)]
    [InlineData(28_233, true)]
    [InlineData(28_234, false)]
    public void Only_the_articles_range_is_the_articles(int ports, bool isIts) =>
        Assert.Equal(isIts, Read(FullScale with { Capacity = 2 * ports }) is not null);

    [Fact]
    [Trait("Fault", "A7")]
    public void Where_the_clients_ports_run_out_nothing_is_said_of_the_proxys()
    {
        var clients = (FullScale with { Id = "none@100", Rate = 100, Hold = 61, Onset = 20 }).BuildWithClientsRunningOut();
        var article = RunAnalysis.Analyze(new RecordedRun(
            TemporaryRun.File(), [clients, (FullScale with { Id = "none@900", Rate = 900, Hold = 61 }).Build()], [])).Summary.Article!;

        Assert.Equal((450.0, null), (article.Held60.CarriedPerSecond, article.Held60.FailedPerSecond));
    }

    [Fact]
    public void A_run_of_nothing_has_no_readings() => Assert.Null(Read());

    private static ArticleReading? Read(params CaseBuilder[] cases) =>
        RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [.. cases.Select(one => one.Build())], [])).Summary.Article;
}
