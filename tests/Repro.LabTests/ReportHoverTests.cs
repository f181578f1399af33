using System.Globalization;
using Repro.Analysis;
using Repro.Charts;

namespace Repro.LabTests;

/// <summary>What the page says under the pointer.</summary>
[Collection(Chromium.Tests)]
[Trait("Category", "Browser")]
public sealed class ReportHoverTests(Chromium chromium)
{
    // Half way between two points of a series.
    [Theory]
    [InlineData("none@500", 1.05)]
    [InlineData("none@500", 6.05)]
    [InlineData("wider-range@500", 6.05)]
    [InlineData("wider-range@500", 9.95)]
    public async Task Over_a_strip_it_says_the_case_the_time_and_what_was_recorded(string id, double t)
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Few);
        var report = SyntheticReport.Named(SyntheticReport.Few);
        var plot = report.Figure("failures").Hover.Single(one => one.CaseId == id);
        await page.HoverAsync("failures", X(plot, t), (plot.Top + plot.Bottom) / 2);

        var lines = (await page.TipAsync())!.Split('\n');
        Assert.StartsWith($"{id}: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(t, Seconds(lines[0]), 0.03);
        var traffic = Series(report, id).Traffic.Last(point => point.T <= t);
        Assert.Equal([$"{traffic.OkPerSecond:#,0.##} answered/s", $"{traffic.FailedPerSecond:#,0.##} failed/s"], lines[1..]);
        Assert.Equal(1, await page.SeenAsync("#failures svg > line:last-child"));

        await page.LeaveAsync();
        Assert.Null(await page.TipAsync());
        Assert.Equal(0, await page.SeenAsync("#failures svg > line:last-child"));
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("none@500", 2.05)]
    [InlineData("wider-range@500", 8.55)]
    public async Task Over_a_timeline_it_says_the_time_and_what_was_recorded(string id, double t)
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Few);
        var report = SyntheticReport.Named(SyntheticReport.Few);
        var plot = report.Figure($"timeline-{id}").Hover.Single();
        await page.HoverAsync($"timeline-{id}", X(plot, t), plot.Top + 5);

        var lines = (await page.TipAsync())!.Split('\n');
        Assert.Equal(t, Seconds(lines[0]), 0.03);
        var traffic = Series(report, id).Traffic.Last(point => point.T <= t);
        var timeWait = Series(report, id).TimeWait.Last(point => point.T <= t);
        Assert.Equal(
            [
                $"{traffic.OkPerSecond:#,0.##} answered/s",
                $"{traffic.FailedPerSecond:#,0.##} failed/s",
                $"{timeWait.Count:#,0} in TIME_WAIT",
            ],
            lines[1..]);
        await page.LeaveAsync();
        Assert.Null(await page.TipAsync());
    }

    [Theory]
    [InlineData("onsets")]
    [InlineData("heat-map")]
    [InlineData("onset-over-rate")]
    public async Task Over_a_bar_a_dot_or_a_cell_it_says_the_finding(string figure)
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.Forty);
        var run = SyntheticReport.Named(SyntheticReport.Forty).Conclusions.Summary;
        // Of dots at one place the last one lies on top: nothing else runs out so late.
        var row = run.Cases.Last(one => one is { HasFigures: true, FirstFailureSeconds: > 20 });
        var finding = $"{new Legend(run).Name(row)}: {Finding.Of(row)}";
        await page.HoverAsync(figure, finding);
        Assert.Equal(finding, await page.TipAsync());

        await page.LeaveAsync();
        Assert.Null(await page.TipAsync());
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(380)]
    public async Task What_it_says_stays_within_the_window(int width)
    {
        await using var page = await chromium.OpenAsync(SyntheticReport.LongNames, width);
        Assert.Empty(await page.AskAsync<string[]>("""
            () => probe.seen('figure [aria-label]').flatMap(mark => {
              mark.focus();
              const box = document.getElementById('tip').getBoundingClientRect();
              const inside = box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
              return inside && box.width > 0 ? [] : [`${mark.getAttribute('aria-label')}: ${JSON.stringify(box)}`];
            })
            """));
    }

    private static double X(HoverPlot plot, double t) => plot.Left + ((plot.Right - plot.Left) * t / plot.Seconds);

    private static double Seconds(string line) => double.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture);

    private static CaseSeries Series(SyntheticReport report, string id) =>
        report.Conclusions.Summary.Cases.Zip(report.Conclusions.Series).Single(pair => pair.First.Id == id).Second;
}
