namespace Repro.LabTests;

/// <summary>Nothing overlaps, is cut or is too small, by the browser's own boxes and fonts.</summary>
[Collection(Chromium.Tests)]
[Trait("Category", "Browser")]
public sealed class ReportLayoutTests(Chromium chromium)
{
    private const double Tolerance = 1;
    private const double SmallestText = 8;

    [Theory]
    [InlineData(SyntheticReport.Empty)]
    [InlineData(SyntheticReport.One)]
    [InlineData(SyntheticReport.Few)]
    [InlineData(SyntheticReport.Forty)]
    [InlineData(SyntheticReport.LongNames)]
    [InlineData(SyntheticReport.Invalid)]
    [InlineData(SyntheticReport.Day)]
    [InlineData(SyntheticReport.Comparison)]
    public async Task It_fits_into_every_window(string report)
    {
        await using var page = await chromium.OpenAsync(report);
        await page.AskAsync<object?>("() => { for (const one of document.querySelectorAll('details')) one.open = true; }");
        foreach (var width in new[] { 1200, 700, 380 })
        {
            await page.Page.SetViewportSizeAsync(width, 1000);
            Assert.Empty(await page.AskAsync<string[]>("tolerance => probe.faults(tolerance)", Tolerance));
            // A table or a figure may be scrolled inside of its card; nothing else may have to be.
            Assert.Empty(await page.AskAsync<string[]>("""
                () => [document.documentElement, ...document.querySelectorAll('.chips, .card:not(:has(table, pre))')]
                  .filter(one => one.scrollWidth > one.clientWidth).map(one => `${innerWidth}: ${one.tagName}.${one.className} ${one.clientWidth} has ${one.scrollWidth}`)
                """));
            var smallest = await page.AskAsync<double>("""
                () => Math.min(...probe.seen('figure svg text').map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))
                """);
            Assert.True(smallest >= SmallestText, $"at {width} text is {smallest:0.0} px high");
        }
    }
}
