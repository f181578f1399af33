using Repro.Benchmarks.Measuring;

namespace Repro.Tests.Benchmarks;

public sealed class SeriesTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3)]
    [InlineData(new[] { 9.0, 1, 2 }, 2)]
    [InlineData(new[] { 1.0, 2, 3, 10 }, 2.5)]
    public void Median_OfRounds_IsTheirMiddle(double[] values, double median) => Assert.Equal(median, Of(values).Median);

    [Fact]
    public void Median_OfNoRound_IsNoNumber() => Assert.True(double.IsNaN(new Series([null, null]).Median));

    [Fact]
    public void A_ratio_is_taken_round_by_round_and_a_round_that_one_of_them_lacks_has_none()
    {
        var ratio = new Series([10, 20, null, 30]).Over(new Series([5, 5, 5, null]));

        Assert.Equal([2.0, 4.0, null, null], ratio.Rounds);
    }

    [Theory]
    [InlineData(17_712.4, "17,712")]
    [InlineData(0.9049, "0.905")]
    [InlineData(36.04, "36.0")]
    [InlineData(0, "0")]
    public void Text_OfANumber_HasThreeDigitsAtLeast(double value, string text) => Assert.Equal(text, Series.Text(value));

    [Fact]
    public void A_series_says_its_median_and_its_ends() => Assert.Equal("2.00 (1.00–4.00)", Of([4, 1, 2]).ToString());

    [Fact]
    public async Task What_cannot_be_measured_is_tried_once_and_a_round_that_failed_does_not_end_the_others()
    {
        var (missing, failing) = (0, 0);
        var result = await Comparison.RunAsync(
            [
                new("missing", _ => throw new UnmeasurableException($"try {++missing}")),
                new("failing", _ =>
                    ++failing == 2
                        ? throw new IOException("no answer")
                        : Task.FromResult(new Dictionary<string, double> { ["ms"] = failing })),
            ],
            3,
            _ => { },
            TestContext.Current.CancellationToken);

        Assert.True(result["missing", "ms"].IsEmpty);
        Assert.Equal("try 1", result.Reason("missing"));
        Assert.Equal([1.0, null, 3.0], result["failing", "ms"].Rounds);
    }

    [Fact]
    public void A_goal_is_met_or_not_or_not_known()
    {
        Assert.Equal("met", Row.Of("", "", "", Goal.AtLeast(1, "×"), 1).Verdict);
        Assert.Equal("**not met**", Row.Of("", "", "", Goal.AtMost(1, "×"), 1.01).Verdict);
        Assert.Equal("not measured", Row.Of("", "", "", Goal.AtMost(1, "×"), double.NaN).Verdict);
    }

    private static Series Of(double[] values) => new([.. values.Select(value => (double?)value)]);
}
