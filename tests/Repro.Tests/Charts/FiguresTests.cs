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
    public void A_prediction_is_no_curve_and_has_no_timeline_and_the_page_says_why()
    {
        var predicted = Averted with { Id = "tw-recycle@500", PredictedOnly = "net.ipv4.tcp_tw_recycle was removed in Linux 4.12" };
        var conclusions = Conclude(Baseline, predicted);
        var figures = ChartBook.Draw(conclusions);
        var page = WebUtility.HtmlDecode(HtmlReport.Render(conclusions.Summary, figures));

        Assert.Equal(["failures", "timeline-none@500"], figures.Select(figure => figure.Name));
        Assert.DoesNotContain(Texts(figures[0]), text => text.Contains("tw-recycle", StringComparison.Ordinal));
        Assert.Contains(
            "was not run, as net.ipv4.tcp_tw_recycle was removed in Linux 4.12; it is predicted to carry 500/s.", page, StringComparison.Ordinal);
        Assert.Contains(">predicted only</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_predictions_only_is_not_called_invalid()
    {
        var figure = Assert.Single(Draw(Baseline with { PredictedOnly = "x is missing" }));

        Assert.Equal("Nothing was measured: no case was run", Parse(figure).Element(Svg + "title")!.Value);
        Assert.Contains("No case was run: there is nothing to draw.", Texts(figure));
        Assert.Contains("it is predicted to run out after 4.00 s.", Parse(figure).Element(Svg + "desc")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_case_is_drawn_and_reported()
    {
        var conclusions = Conclude();
        var figure = Assert.Single(ChartBook.Draw(conclusions));

        Assert.Equal("Nothing was measured: no case was run", Parse(figure).Element(Svg + "title")!.Value);
        Assert.Contains("</html>", HtmlReport.Render(conclusions.Summary, [figure]), StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_can_become_of_a_case_is_drawn_side_by_side_as_valid_XML()
    {
        CaseBuilder[] cases =
        [
            Baseline,
            .. Enumerable.Range(0, 24).Select(number => (number % 6) switch
            {
                0 => Baseline with { Onset = 1 + (number / 5.0) },
                1 => Delayed,
                2 => Averted,
                3 => Baseline with { PredictedOnly = "<x> & \"y\"" },
                4 => Baseline with { End = new CaseEnd(["<gone> & \"lost\" \u0001"], 0) },
                _ => Baseline with { Period = 6, Label = "tw-reuse + wider-range ×4, backends.delay=1s <&>" },
            } with { Id = $"m{number}@500", IsBaseline = false }),
        ];
        var conclusions = Conclude(cases);
        var figures = ChartBook.Draw(conclusions);

        Assert.Equal(1 + 25 - 4, figures.Count);
        Assert.All(figures, figure => Assert.Equal(Svg + "svg", Parse(figure).Name));
        Assert.Distinct(figures.Select(figure => figure.Name));
        Assert.All(figures, figure => Assert.DoesNotContain("NaN", Encoding.UTF8.GetString(figure.Drawing.ToBytes()), StringComparison.Ordinal));
        Assert.Equal(25, HtmlReport.Render(conclusions.Summary, figures).Split("<span class=\"verdict ").Length - 1);
    }

    [Fact]
    public void Thresholds_and_what_is_unsafe_and_the_articles_number_are_on_the_page()
    {
        var full = Baseline with { Capacity = 2 * 28_232, Hold = 120, Duration = 130, Rate = 460, Onset = null, PredictedOnset = null };
        var conclusions = Conclude(full, full with { Id = "none@500", Rate = 500, Onset = 112.9, PredictedOnset = 112.9 });
        var page = WebUtility.HtmlDecode(HtmlReport.Render(conclusions.Summary, []));

        Assert.Contains("<h2>Thresholds</h2>", page, StringComparison.Ordinal);
        Assert.Contains(
            "each is held for 120.0 s, and failures begin above 235/s (here 230/s was carried, and 250/s ran out).", page, StringComparison.Ordinal);
        Assert.Contains("each is held for 61.0 s, and failures begin above 463/s (not measured here).", page, StringComparison.Ordinal);
        Assert.DoesNotContain("What to know before using them", page, StringComparison.Ordinal);
        Assert.Contains(
            "<dt>tw-reuse</dt><dd>a risk</dd>", HtmlReport.Render(Conclude(Baseline, Averted).Summary, []), StringComparison.Ordinal);
    }

    [Fact]
    public void A_burst_is_drawn_within_its_plot()
    {
        // A burst is higher than the rate that is offered on average.
        var recorded = Baseline.Build();
        var burst = recorded with { Load = [.. recorded.Load.Select(line => line with { Ok = line.Ok * 10 })] };
        var figure = ChartBook.Draw(RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [burst], [])))[1];

        var heights = Parse(figure).Descendants(Svg + "path")
            .SelectMany(path => path.Attribute("d")!.Value.TrimEnd('Z').Split('M', 'L'))
            .Where(point => point.Length > 0)
            .Select(point => double.Parse(point.Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.All(heights, y => Assert.InRange(y, 110, 470));
    }

    [Fact]
    public void What_a_verdict_compares_is_said_in_numbers()
    {
        var other = Baseline with { Id = "x@500", IsBaseline = false };

        Assert.EndsWith(
            "It went on to answer 2.0 times as many requests as without a mitigation.",
            Finding.Of(Conclude(Baseline, other with { Period = 6, Duration = 9.9 + 0.1 }).Summary.Cases[1]).Split(" connect()")[0],
            StringComparison.Ordinal);
        Assert.EndsWith(
            "That is 0.50 of what there is without it, in time or in requests answered.",
            Finding.Of(Conclude(Baseline, other with { Onset = 2, PredictedOnset = 2 }).Summary.Cases[1]).Split(" connect()")[0],
            StringComparison.Ordinal);
        Assert.EndsWith(
            "connect() took 12 µs until half of the ports were taken, and 96 µs after that.",
            Finding.Of(Conclude(Baseline).Summary.Cases[0]),
            StringComparison.Ordinal);
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

    private const string Unproven = " The load ended within the 61.0 s for which a port is held: that it could go on is a prediction.";

    [Fact]
    public void A_result_is_a_sentence() => Assert.Equal(
        [
            "ran out of ports 4.00 s into the load, after 2,000 connections (proxy→backend-1: connect/EADDRNOTAVAIL); clients saw http/502."
                + " 2 of 2 tuples proxy→backends were full."
                + " connect() took 12 µs until half of the ports were taken, and 96 µs after that.",
            "no request failed in 10 s." + Unproven + " 3,000 ports were taken over from TIME_WAIT.",
            "no request failed in 10 s." + Unproven,
        ],
        Conclude(Baseline, Averted with { Counters = new Dictionary<string, long> { ["TWRecycled"] = 3000 } }, Averted with { Id = "x@500" }).Summary.Cases.Select(Finding.Of));

    private static RunConclusions Conclude(params CaseBuilder[] cases) =>
        RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [.. cases.Select(one => one.Build())], []));

    private static IReadOnlyList<Figure> Draw(params CaseBuilder[] cases) => ChartBook.Draw(Conclude(cases));

    private static XElement Parse(Figure figure) => XElement.Parse(Encoding.UTF8.GetString(figure.Drawing.ToBytes()));

    private static List<string> Texts(Figure figure) => [.. Parse(figure).Elements(Svg + "text").Select(text => text.Value)];
}
