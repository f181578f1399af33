using Repro.Charts;

namespace Repro.LabTests;

/// <summary>Cases are hidden and shown again.</summary>
[Collection(Chromium.Tests)]
[Trait("Category", "Browser")]
public sealed class ReportHidingTests(Chromium chromium)
{
    private const double Pixel = 1;

    [Fact]
    public async Task A_chip_hides_all_of_its_label_and_what_is_below_moves_up()
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Forty);
        var (label, cases) = LabelOf(3);
        var marks = string.Join(
            ", ", cases.SelectMany(id => new[] { $"svg [data-case='{id}']", $"details[data-case='{id}']" })
                .Append($"svg [data-label='{label}']"));
        var others = string.Join("", cases.Select(id => $":not([data-case='{id}'])"));
        foreach (var figure in new[] { "failures", "onsets", "thresholds", "onset-over-rate", "heat-map", "connect-latency" })
        {
            Assert.True(
                await page.SeenAsync(
                    string.Join(
                        ", ", marks.Split(", ").Where(mark => mark.StartsWith("svg", StringComparison.Ordinal))
                            .Select(mark => $"#{figure} {mark}"))) > 0, figure);
        }

        Assert.True(await page.SeenAsync(marks) > cases.Count);
        var otherMarks = await page.SeenAsync($"svg [data-case]{others}, details{others}");
        var before = await FiguresAsync(page);

        await page.Page.ClickAsync(Chip(label));

        Assert.Equal(0, await page.SeenAsync(marks));
        Assert.Equal(otherMarks, await page.SeenAsync($"svg [data-case]{others}, details{others}"));
        Assert.Equal(cases.Count, await page.SeenAsync("tr.hidden"));
        foreach (var (figure, (rows, height)) in await FiguresAsync(page))
        {
            var (rowsBefore, heightBefore) = before[figure];
            var gone = rowsBefore.Where(row => rows.All(other => other.Key != row.Key)).ToList();
            Assert.NotEmpty(gone);
            Assert.Equal(heightBefore - gone.Sum(row => row.Height), height, Pixel);
            Assert.All(rows, row =>
            {
                var was = rowsBefore.Single(other => other.Key == row.Key);
                Assert.Equal(was.Top - gone.Where(other => other.Top < was.Top).Sum(other => other.Height), row.Top, Pixel);
            });
        }
    }

    [Fact]
    public async Task A_strip_that_has_moved_still_says_what_is_its_own()
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Few);
        var report = SyntheticReport.Named(SyntheticReport.Few);
        await page.Page.ClickAsync(Chip("none"));
        var moved = report.Figure("failures").Hover[0] is { } first ? report.Figure("failures").Hover[1].Top - first.Top : 0;
        foreach (var plot in report.Figure("failures").Hover.Skip(1))
        {
            await page.HoverAsync("failures", (plot.Left + plot.Right) / 2, ((plot.Top + plot.Bottom) / 2) - moved);
            Assert.StartsWith($"{plot.CaseId}: 5 s", await page.TipAsync(), StringComparison.Ordinal);
        }

        // Where the last one was is nothing.
        var last = report.Figure("failures").Hover[^1];
        await page.HoverAsync("failures", (last.Left + last.Right) / 2, last.Bottom - 2);
        Assert.Null(await page.TipAsync());
    }

    [Fact]
    public async Task What_was_hidden_comes_back_as_it_was()
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Forty);
        var before = await GeometryAsync(page);
        string[] labels = ["none", LabelOf(7).Label, LabelOf(20).Label];
        foreach (var label in labels)
        {
            await page.Page.ClickAsync(Chip(label));
        }

        Assert.NotEqual(before, await GeometryAsync(page));
        foreach (var label in labels)
        {
            await page.Page.ClickAsync(Chip(label));
        }

        Assert.Equal(before, await GeometryAsync(page));
    }

    [Fact]
    public async Task All_are_hidden_and_shown_at_once()
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Forty);
        var before = await GeometryAsync(page);
        await page.Page.ClickAsync("#hide-all");
        Assert.Equal(0, await page.SeenAsync("svg [data-case], svg [data-label], svg [data-of], details[data-case]"));
        Assert.Equal(0, await page.SeenAsync("button[aria-pressed=true]"));
        Assert.Empty(await page.AskAsync<string[]>("() => probe.faults(1)"));

        await page.Page.ClickAsync("#show-all");
        Assert.Equal(0, await page.SeenAsync("button[aria-pressed=false]"));
        Assert.Equal(before, await GeometryAsync(page));
    }

    [Fact]
    public async Task A_button_of_the_table_hides_one_case_and_its_chip_stays_until_all_are_hidden()
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Forty);
        Assert.Equal(3, await page.SeenAsync("#failures [data-case^='none@']"));
        string[] cases = ["none@500", "none@200", "none@50"];
        for (var hidden = 0; hidden < cases.Length; hidden++)
        {
            Assert.Equal("true", await PressedAsync(page, Chip("none")));
            var button = $"tr[data-case='{cases[hidden]}'] button";
            Assert.Equal("true", await PressedAsync(page, button));
            await page.Page.ClickAsync(button);
            Assert.Equal("false", await PressedAsync(page, button));
            Assert.Equal(0, await page.SeenAsync($"svg [data-case='{cases[hidden]}'], details[data-case='{cases[hidden]}']"));
            Assert.Equal(2 - hidden, await page.SeenAsync("#failures [data-case^='none@']"));
            Assert.Equal(hidden < 2 ? 1 : 0, await page.SeenAsync("#heat-map [data-label=none]"));
        }

        Assert.Equal("false", await PressedAsync(page, Chip("none")));
        await page.Page.ClickAsync(Chip("none"));
        Assert.Equal(3, await page.SeenAsync("#failures [data-case^='none@']"));
        Assert.Equal(0, await page.SeenAsync("button[aria-pressed=false]"));
    }

    [Fact]
    public async Task A_click_on_a_mark_hides_its_case()
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Few);
        await page.Page.ClickAsync("#onsets [data-case='none@500'] [aria-label]");
        Assert.Equal(0, await page.SeenAsync("svg [data-case='none@500']"));
        Assert.Equal(1, await page.SeenAsync("tr.hidden"));
        Assert.Null(await page.TipAsync());
    }

    private static (string Label, IReadOnlyList<string> Cases) LabelOf(int index)
    {
        var cases = SyntheticReport.Named(SyntheticReport.Forty).Conclusions.Summary.Cases;
        return (cases[index].Label, [.. cases.Where(row => row.Label == cases[index].Label).Select(row => row.Id)]);
    }

    private static string Chip(string label)
    {
        var run = SyntheticReport.Named(SyntheticReport.Forty).Conclusions.Summary;
        return $".chips button:nth-of-type({new Legend(run).Labels.ToList().IndexOf(label) + 1})";
    }

    private static Task<string> PressedAsync(ReportPage page, string selector) =>
        page.AskAsync<string>("selector => document.querySelector(selector).getAttribute('aria-pressed')", selector);

    private static Task<string> GeometryAsync(ReportPage page) => page.AskAsync<string>("() => probe.geometry()");

    // Those that are made of rows, with the height of the drawing.
    private static async Task<Dictionary<string, (Row[] Rows, double Height)>> FiguresAsync(ReportPage page)
    {
        var figures = new Dictionary<string, (Row[], double)>();
        foreach (var figure in new[] { "failures", "onsets", "thresholds", "heat-map" })
        {
            figures[figure] = (
                await page.AskAsync<Row[]>("figure => probe.rows(figure)", figure),
                await page.AskAsync<double>(
                    "figure => { const svg = document.querySelector(`#${figure} svg`); return svg.clientHeight * "
                        + "svg.viewBox.baseVal.width / svg.clientWidth; }", figure));
        }

        return figures;
    }

    private sealed record Row(string Key, double Height, double Top);
}
