namespace Repro.LabTests;

/// <summary>The page by day and by night.</summary>
[Collection(Chromium.Tests)]
[Trait("Category", "Browser")]
public sealed class ReportColourTests(Chromium chromium)
{
    // WCAG 2.2, 1.4.3 and 1.4.11. A label in a figure has its line's colour.
    private const double OfText = 4.5;
    private const double OfLabels = 3;

    [Theory]
    [InlineData(SyntheticReport.Few, false)]
    [InlineData(SyntheticReport.Few, true)]
    [InlineData(SyntheticReport.EveryColour, false)]
    [InlineData(SyntheticReport.EveryColour, true)]
    [InlineData(SyntheticReport.Comparison, false)]
    [InlineData(SyntheticReport.Comparison, true)]
    public async Task Everything_can_be_read(string report, bool dark)
    {
        await using var page = await chromium.OpenAsync(report, dark: dark);
        var texts = await page.AskAsync<Contrast[]>("() => probe.contrasts()");
        Assert.Contains(texts, text => text.Drawn);
        Assert.Contains(texts, text => !text.Drawn);
        Assert.Empty(texts.Where(text => text.Ratio < (text.Drawn ? OfLabels : OfText)).OrderBy(text => text.Ratio)
            .Select(text => $"{text.Ratio:0.00} {text.Text}"));
    }

    [Fact]
    public async Task Night_has_other_colours_than_day()
    {
        await using var day = await chromium.OpenAsync(SyntheticReport.Few);
        await using var night = await chromium.OpenAsync(SyntheticReport.Few, dark: true);
        (string Selector, string Property)[] all =
        [
            ("body", "backgroundColor"), ("body", "color"), ("figure", "backgroundColor"), (".chips .swatch", "backgroundColor"),
            ("#failures rect", "fill"),
            ("#failures text", "fill"), ("#failures g.row path[stroke]", "stroke"), ("#connect-latency [data-label] text", "fill"),
        ];
        foreach (var (selector, property) in all)
        {
            const string Ask = "(...what) => probe.colour(...what)";
            Assert.NotEqual(await day.AskAsync<string>(Ask, selector, property), await night.AskAsync<string>(Ask, selector, property));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_swatch_has_its_marks_colour(bool dark)
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Forty, dark: dark);
        var pairs = await page.AskAsync<Pair[]>("""
            () => [...document.querySelectorAll('button[data-cases]')].flatMap(button => JSON.parse(button.dataset.cases).flatMap(id =>
              [...document.querySelectorAll(`#failures [data-case="${id}"] > rect[rx], #failures [data-case="${id}"] > path[fill="none"][stroke-width="1.5"]:not([stroke-dasharray])`)].map(mark => ({
                swatch: getComputedStyle(button.querySelector('.swatch')).backgroundColor,
                mark: mark.getAttribute('stroke') ? getComputedStyle(mark).stroke : getComputedStyle(mark).fill,
              }))))
            """);
        Assert.True(pairs.Length > 100);
        Assert.All(pairs, pair => Assert.Equal(pair.Swatch, pair.Mark));
    }

    private sealed record Contrast(string Text, bool Drawn, double Ratio);

    private sealed record Pair(string Swatch, string Mark);
}
