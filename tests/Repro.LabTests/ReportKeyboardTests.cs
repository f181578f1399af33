using Repro.Charts;

namespace Repro.LabTests;

/// <summary>The page without a pointer.</summary>
[Collection(Chromium.Tests)]
[Trait("Category", "Browser")]
public sealed class ReportKeyboardTests(Chromium chromium)
{
    private const int MostTabs = 40;

    // WCAG 2.2, 1.4.11: what shows the focus stands out by as much.
    private const double OutlineContrast = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tab_reaches_every_chip_and_figure_and_one_sees_where_it_is(bool dark)
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Few, dark: dark);
        var reached = new List<Focus>();
        while (reached.Count < MostTabs && reached.LastOrDefault()?.Name != "timeline-none@500")
        {
            await page.Page.Keyboard.PressAsync("Tab");
            reached.Add(await page.AskAsync<Focus>("""
                () => {
                  const on = document.activeElement;
                  const style = getComputedStyle(on);
                  return {
                    name: on.tagName === 'svg' ? on.closest('figure').id : on.textContent || on.getAttribute('aria-label'),
                    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
                    contrast: probe.ratio(style.outlineColor, getComputedStyle(document.body).backgroundColor),
                    isInWindow: on.getBoundingClientRect().bottom > 0 && on.getBoundingClientRect().top < innerHeight,
                  };
                }
                """));
        }

        var names = reached.ConvertAll(focus => focus.Name);
        Assert.Equal(["none", "wider-range", "tw-reuse", "show all", "hide all", "failures"], names.Take(6));
        Assert.Contains("timeline-none@500", names);
        Assert.All(reached, focus => Assert.True(focus is { Outline: >= 2, Contrast: >= OutlineContrast, IsInWindow: true }, $"{focus}"));
    }

    [Theory]
    [InlineData("Enter")]
    [InlineData("Space")]
    public async Task Enter_and_Space_hide_and_show(string key)
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Few);
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync(key);
        Assert.Equal(0, await page.SeenAsync("svg [data-case='none@500']"));
        await page.Page.Keyboard.PressAsync(key);
        Assert.True(await page.SeenAsync("svg [data-case='none@500']") > 0);
    }

    [Fact]
    public async Task Arrows_walk_through_time_and_from_strip_to_strip_past_hidden_ones_and_Escape_ends_it()
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Few);
        await page.Page.FocusAsync("#failures svg");
        Assert.Equal("none@500: 0.1 s\n500 answered/s\n0 failed/s", await AfterAsync(page, "ArrowRight"));
        Assert.Equal("none@500: 0.2 s\n500 answered/s\n0 failed/s", await AfterAsync(page, "ArrowRight"));
        Assert.Equal("none@500: 0.1 s\n500 answered/s\n0 failed/s", await AfterAsync(page, "ArrowLeft"));
        Assert.StartsWith("wider-range@500: 0.1 s\n", await AfterAsync(page, "ArrowDown"), StringComparison.Ordinal);
        Assert.StartsWith("none@500: 0.1 s\n", await AfterAsync(page, "ArrowUp"), StringComparison.Ordinal);
        Assert.StartsWith("none@500: 0.1 s\n", await AfterAsync(page, "ArrowUp"), StringComparison.Ordinal);
        Assert.Equal(1, await page.SeenAsync("#failures svg > line:last-child"));
        Assert.Null(await AfterAsync(page, "Escape"));
        Assert.Equal(0, await page.SeenAsync("#failures svg > line:last-child"));

        await page.Page.ClickAsync(".chips button:nth-of-type(2)");
        await page.Page.FocusAsync("#failures svg");
        Assert.StartsWith("tw-reuse@500: 0.1 s\n", await AfterAsync(page, "ArrowDown"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arrows_walk_from_mark_to_mark_past_hidden_ones()
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Few);
        await page.Page.FocusAsync("#onsets svg");
        Assert.StartsWith("none: ", await AfterAsync(page, "ArrowLeft"), StringComparison.Ordinal);
        Assert.StartsWith("wider-range: ", await AfterAsync(page, "ArrowDown"), StringComparison.Ordinal);
        Assert.StartsWith("tw-reuse: ", await AfterAsync(page, "ArrowRight"), StringComparison.Ordinal);
        Assert.StartsWith("tw-reuse: ", await AfterAsync(page, "ArrowRight"), StringComparison.Ordinal);
        await page.Page.ClickAsync(".chips button:nth-of-type(2)");
        await page.Page.FocusAsync("#onsets [data-case='tw-reuse@500'] [aria-label]");
        Assert.StartsWith("none: ", await AfterAsync(page, "ArrowUp"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chips_that_stay_above_cover_no_mark_that_has_the_focus()
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.LongNames);
        await page.Page.FocusAsync("#onsets svg");
        var free = new List<double>();
        foreach (var key in Enumerable.Repeat("ArrowDown", 25).Concat(Enumerable.Repeat("ArrowUp", 24)))
        {
            await page.Page.Keyboard.PressAsync(key);
            free.Add(await page.AskAsync<double>("""
                () => document.activeElement.getBoundingClientRect().top - document.querySelector('.chips').getBoundingClientRect().bottom
                """));
        }

        Assert.True(free.Min() > -1, string.Join(' ', free));
    }

    [Fact]
    public async Task A_mark_that_has_the_focus_says_its_finding_until_Escape_and_Enter_hides_its_case()
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Few);
        var run = SyntheticReport.Named(SyntheticReport.Few).Conclusions.Summary;
        await page.Page.FocusAsync("#onsets [data-case='none@500'] [aria-label]");
        Assert.Equal($"none: {Finding.Of(run.Cases[0])}", await page.TipAsync());
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.Null(await page.TipAsync());
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal(0, await page.SeenAsync("svg [data-case='none@500']"));
    }

    private static async Task<string?> AfterAsync(ReportPage page, string key)
    {
        await page.Page.Keyboard.PressAsync(key);
        return await page.TipAsync();
    }

    private sealed record Focus(string Name, double Outline, double Contrast, bool IsInWindow);
}
