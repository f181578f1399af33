using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Repro.Analysis;
using Repro.Charts;
using Repro.Recording;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;

namespace Repro.Tests.Charts;

public sealed class FiguresTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly CaseBuilder Baseline = CaseBuilder.Exhausted();

    private static readonly CaseBuilder Delayed = new() { Id = "wider-range@500", IsBaseline = false, Onset = 8, PredictedOnset = 8, Capacity = 4000 };

    private static readonly CaseBuilder Averted = new() { Id = "tw-reuse@500", IsBaseline = false };

    [Fact]
    public void The_title_says_what_was_found() => Assert.Equal(
        [
            "Without a mitigation, failures begin after 4.00 s; with tw-reuse, never",
            "none: ports run out 4.00 s into the load, after 2,000 connections",
            "wider-range: ports run out 8.00 s into the load, after 4,000 connections",
            "tw-reuse: no request fails at 500/s",
        ],
        Draw(Baseline, Delayed, Averted).Select(figure => Parse(figure).Element(Svg + "title")!.Value));

    [Fact]
    public void Figures_are_named_after_what_they_show() => Assert.Equal(
        ["failures", "timeline-none@500", "timeline-tw-reuse@500"], Draw(Baseline, Averted).Select(figure => figure.Name));

    [Fact]
    public void Prediction_and_measurement_are_both_marked()
    {
        var texts = Texts(Draw(Baseline)[1]);

        Assert.Contains("first failure: 4.00 s", texts);
        Assert.Contains("first failure predicted: 4.00 s", texts);
        Assert.Contains("all 2,000 ports", texts);
    }

    [Fact]
    public void Cases_that_fail_at_the_same_time_share_a_flag() => Assert.Contains(
        "wider-range, backend-ports: fails from 8.00 s (predicted 8.00 s)",
        Texts(Draw(Baseline, Delayed, Delayed with { Id = "backend-ports@500" })[0]));

    [Fact]
    public void An_invalid_case_is_drawn_as_such_and_is_no_curve_among_the_others()
    {
        var figures = Draw(Baseline with { End = new CaseEnd(["the proxy died"], 0) });

        Assert.Contains("No case is valid: there is nothing to draw.", Texts(figures[0]));
        Assert.Contains("none: invalid, it says nothing", Texts(figures[1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Any_number_of_cases_is_drawn(int count)
    {
        CaseBuilder[] cases = [.. Enumerable.Range(0, count).Select(number => Baseline with { Id = $"{new string('m', 55)}-{number}@500", Onset = 1 + (number / 5.0) })];

        Assert.Equal(count + 1, Draw(cases).Count(figure => Parse(figure).Name == Svg + "svg"));
    }

    [Fact]
    public void The_culture_changes_no_byte()
    {
        var invariant = Draw(Baseline, Averted).Select(figure => Encoding.UTF8.GetString(figure.Drawing.ToBytes()));
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        comma.NumberFormat.NegativeSign = "−";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(invariant, Draw(Baseline, Averted).Select(figure => Encoding.UTF8.GetString(figure.Drawing.ToBytes())));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_report_is_one_page_without_network_and_with_every_figure()
    {
        var conclusions = Conclude(Baseline, Delayed, Averted);
        var page = HtmlReport.Render(conclusions.Summary, ChartBook.Draw(conclusions));

        Assert.Equal(4, page.Split("<svg ").Length - 1);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        Assert.All(["exhausted", "delayed ×2.0", "averted"], verdict => Assert.Contains($">{verdict}</span>", WebUtility.HtmlDecode(page), StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_a_scenario_says_is_text_in_the_report()
    {
        var conclusions = Conclude(Baseline);
        var page = HtmlReport.Render(conclusions.Summary with { Question = "<script>alert(1)</script>" }, []);

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_is_a_sentence() => Assert.Equal(
        [
            "ran out of ports 4.00 s into the load, after 2,000 connections (proxy→backend-1: connect/EADDRNOTAVAIL); clients saw http/502.",
            "no request failed in 10 s; 3,000 ports were taken over from TIME_WAIT.",
            "no request failed in 10 s.",
        ],
        Conclude(Baseline, Averted with { ReusesTimeWait = true, Recycled = 3000 }, Averted with { Id = "x@500" }).Summary.Cases.Select(Finding.Of));

    private static RunConclusions Conclude(params CaseBuilder[] cases) =>
        RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [.. cases.Select(one => one.Build())], []));

    private static IReadOnlyList<Figure> Draw(params CaseBuilder[] cases) => ChartBook.Draw(Conclude(cases));

    private static XElement Parse(Figure figure) => XElement.Parse(Encoding.UTF8.GetString(figure.Drawing.ToBytes()));

    private static List<string> Texts(Figure figure) => [.. Parse(figure).Elements(Svg + "text").Select(text => text.Value)];
}
