using System.Globalization;
using System.Net;
using Repro.Analysis;
using Repro.Charts;
using Repro.Recording;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;
using Repro.Drawing;

namespace Repro.Tests.Charts;

public sealed class FiguresTests
{
    private static readonly CaseBuilder Baseline = Drawings.Baseline;

    private static readonly CaseBuilder Delayed = Drawings.Delayed;

    private static readonly CaseBuilder Averted = Drawings.Averted;

    [Fact]
    public void The_title_says_what_was_found() => Assert.Equal(
        [
            ("failures", "Without a mitigation, failures begin after 4.00 s; with tw-reuse, never"),
            ("onsets", "wider-range delays the first failure from 4.00 s to 8.00 s; tw-reuse averts the failures"),
            ("thresholds", "tw-reuse is predicted to carry at least 14 times the rate of the default (this lab's clients run out then)"),
            ("onset-over-rate", "Without a mitigation, 500/s runs out of ports; a threshold of 32.8/s was predicted"),
            ("connect-latency", "none: connect() slows from 12 to 96 µs once half of the ports are taken"),
            ("topology", "none: proxy→backends runs out first, at 2,000 connections after 4.00 s"),
            ("topology-wider-range@500", "wider-range: proxy→backends runs out first, at 4,000 connections after 8.00 s"),
            ("topology-tw-reuse@500", "tw-reuse: no hop runs out at 500/s"),
            ("timeline-none@500", "none: ports run out 4.00 s into the load, after 2,000 connections"),
            ("states-none@500", "none: at most 2,000 in TIME_WAIT"),
            ("cpu-none@500", "none: every request was sent; the machine was busy for 50 % at most"),
        ],
        Draw(Baseline, Delayed, Averted).Take(11).Select(figure => (figure.Name, figure.Parse().Element(Drawings.Svg + "title")!.Value)));

    [Fact]
    public void Each_case_has_figures_of_its_own() => Assert.Equal(
        ["timeline-none@500", "states-none@500", "cpu-none@500", "timeline-tw-reuse@500", "states-tw-reuse@500", "cpu-tw-reuse@500"],
        Draw(Baseline, Averted).Where(figure => figure.CaseId is not null && !figure.Name.StartsWith("topology", StringComparison.Ordinal))
            .Select(figure => figure.Name));

    [Fact]
    public void Prediction_and_measurement_are_both_marked()
    {
        var texts = Draw(Baseline).Named("timeline-none@500").Texts();

        Assert.Contains("first failure: 4.00 s", texts);
        Assert.Contains("first failure predicted: 4.00 s", texts);
        Assert.Contains("all 2,000 ports", texts);
    }

    [Fact]
    public void Every_case_has_a_strip_with_its_onset_beside_the_prediction() => Assert.Equal(
        [
            "none",
            "fails from 4.00 s",
            "predicted 4.00 s",
            "wider-range",
            "fails from 8.00 s",
            "predicted 8.00 s",
            "tw-reuse",
            "no failure",
            "predicted never"
        ],
        Draw(Baseline, Delayed, Averted).Named("failures").Texts().Skip(2).Take(9));

    [Fact]
    public void Never_is_drawn_as_never() =>
        Assert.Contains("in 10 s; predicted never", Draw(Baseline, Averted).Named("onsets").Texts());

    [Fact]
    public void Thresholds_say_their_factor_and_whether_they_were_measured()
    {
        var wave = Baseline with { Rate = 200, Hold = 20, Onset = 10, PredictedOnset = 10, Period = 20, Duration = 35 };
        var texts = Draw(wave, wave with { Id = "wider@400", Label = "wider", IsBaseline = false, Capacity = 4000, Rate = 400 })
            .Named("thresholds").Texts();

        Assert.Contains("wider carries 2.0 times the rate of the default: 200/s instead of 100/s", texts);
        Assert.Contains("200 ± 11/s  ×2.0", texts);
        Assert.Contains("measured; 200/s predicted", texts);
        Assert.Contains("400/s not carried", texts);
    }

    [Fact]
    public void Mitigations_and_rates_are_a_map_where_there_are_several_of_both()
    {
        var figures = Draw(
            Baseline, Averted, Baseline with { Id = "none@200", Rate = 200, Onset = null, PredictedOnset = null },
            Averted with { Id = "tw-reuse@200", Rate = 200 });

        Assert.Equal(
            ["200/s", "500/s", "none", "4.00 s", "never", "tw-reuse", "never", "never"], figures.Named("heat-map").Texts().Skip(2).Take(8));
        Assert.DoesNotContain(Draw(Baseline, Averted), figure => figure.Name == "heat-map");
    }

    [Fact]
    [Trait("Fault", "A12")]
    public void What_was_not_tried_at_a_rate_is_not_said_not_to_fail_at_it()
    {
        var slow = Baseline with { Id = "none@200", Rate = 200, Onset = null, PredictedOnset = null };

        Assert.Equal(
            "Of 2 that were tried at both rates only tw-reuse fails at none of them",
            Draw(Baseline, slow, Averted, Averted with { Id = "tw-reuse@200", Rate = 200 }, Averted with { Id = "x@200", Rate = 200 })
                .Named("heat-map").Title);
        Assert.Equal("none runs out of ports at some of them", Draw(Baseline, slow, Averted).Named("heat-map").Title);
        Assert.Equal(
            "No mitigation was tried at both rates",
            Draw(Baseline, Averted with { Id = "tw-reuse@200", Rate = 200 }).Named("heat-map").Title);
    }

    [Fact]
    [Trait("Fault", "A12")]
    public void A_port_that_is_not_held_is_not_held_for_no_time()
    {
        var reset = Draw(Averted with { Id = "rst-close@500", Hold = 0 });

        Assert.DoesNotContain(reset.SelectMany(figure => figure.Texts()), text => text.Contains("for 0.0", StringComparison.Ordinal));
        Assert.Contains(reset.Named("topology").Texts(), text => text.StartsWith("each not held: ", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Fault", "A9")]
    public void Where_connect_did_not_slow_down_at_once_the_title_says_what_it_took_and_marks_no_knee()
    {
        var figure = Draw(Averted).Named("connect-latency");

        Assert.Equal(
            "connect() took 12 to 12 µs at the median, with up to 25 % of the ports taken, and did not slow down all at once",
            figure.Title);
        Assert.DoesNotContain(figure.Texts(), text => text.StartsWith("half of the ports", StringComparison.Ordinal));
        Assert.Contains(
            Draw(Baseline).Named("connect-latency").Texts(), text => text.StartsWith("half of the ports", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Fault", "A7")]
    public void The_timeline_of_a_case_whose_clients_ran_out_draws_their_ports()
    {
        var conclusions = RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [Baseline.BuildWithClientsRunningOut()], []));
        var texts = ChartBook.Draw(conclusions).Named("timeline-none@500").Texts();

        Assert.Contains("Requests answered and failed, and ports clients→proxy in TIME_WAIT.", texts);
        Assert.Contains("all 2,000 ports", texts);
    }

    [Fact]
    public void A_label_has_one_colour_in_every_figure_and_the_baseline_has_the_first()
    {
        var figures = Draw(Delayed, Baseline, Averted);
        var legend = new Legend(Drawings.Conclude(Delayed, Baseline, Averted).Summary);

        Assert.Equal(Palette.Label(0), legend.Colour("none"));
        Assert.Distinct(legend.Labels.Select(legend.Colour));
        Assert.All(
            new[] { "failures", "onsets", "thresholds", "onset-over-rate", "connect-latency" },
            name => Assert.All(legend.Labels.Take(2), label =>
                Assert.Contains(legend.Colour(label), figures.Named(name).Text(), StringComparison.Ordinal)));
    }

    [Fact]
    public void An_invalid_case_is_drawn_as_such()
    {
        var figures = Draw(Baseline with { End = new CaseEnd(["the proxy died"], 0) });

        Assert.Equal("Nothing was measured: no case is valid", figures[0].Title);
        Assert.Contains("invalid", figures[0].Texts());
        Assert.Contains("none: invalid, it says nothing", figures.Named("timeline-none@500").Texts());
    }

    [Fact]
    public void A_prediction_is_no_curve_and_has_no_timeline_and_the_page_says_why()
    {
        var predicted = Averted with { Id = "tw-recycle@500", PredictedOnly = "net.ipv4.tcp_tw_recycle was removed in Linux 4.12" };
        var conclusions = Drawings.Conclude(Baseline, predicted);
        var figures = ChartBook.Draw(conclusions);
        var page = WebUtility.HtmlDecode(HtmlReport.Render(conclusions, figures));

        Assert.DoesNotContain(figures, figure => figure.Name == "timeline-tw-recycle@500");
        Assert.Contains("not run", figures[0].Texts());
        Assert.Contains(
            "was not run, as net.ipv4.tcp_tw_recycle was removed in Linux 4.12; it is predicted to carry 500/s.",
            page,
            StringComparison.Ordinal);
        Assert.Contains(">predicted only</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_predictions_only_is_not_called_invalid()
    {
        var figure = Draw(Baseline with { PredictedOnly = "x is missing" })[0];

        Assert.Equal("Nothing was measured: no case was run", figure.Title);
        Assert.Contains(
            "it is predicted to run out after 4.00 s.", figure.Parse().Element(Drawings.Svg + "desc")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_case_is_drawn_and_reported()
    {
        var conclusions = Drawings.Conclude();
        var figures = ChartBook.Draw(conclusions);

        Assert.Contains("No case was run: there is nothing to draw.", figures[0].Texts());
        Assert.Contains("</html>", HtmlReport.Render(conclusions, figures), StringComparison.Ordinal);
        Assert.Contains("# quick", MarkdownReport.Render(conclusions, figures, "charts"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_burst_is_drawn_within_its_plot()
    {
        // A burst is higher than the rate that is offered on average.
        var recorded = Baseline.Build();
        var burst = recorded with { Load = [.. recorded.Load.Select(line => line with { Ok = line.Ok * 10 })] };
        var figure = ChartBook.Draw(RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [burst], []))).Named("timeline-none@500");

        var heights = figure.Parse().Descendants(Drawings.Svg + "path")
            .SelectMany(path => path.Attribute("d")!.Value.TrimEnd('Z').Split('M', 'L'))
            .Where(point => point.Length > 0)
            .Select(point => double.Parse(point.Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.All(heights, y => Assert.InRange(y, 70, 480));
    }

    [Fact]
    public void What_a_verdict_compares_is_said_in_numbers()
    {
        var other = Baseline with { Id = "x@500", IsBaseline = false };

        Assert.EndsWith(
            "It went on to answer 2.0 times as many requests as without a mitigation.",
            Finding.Of(Drawings.Conclude(Baseline, other with { Period = 6, Duration = 9.9 + 0.1 }).Summary.Cases[1])
                .Split(" connect()")[0],
            StringComparison.Ordinal);
        Assert.EndsWith(
            "That is 0.50 of what there is without it, in time or in requests answered.",
            Finding.Of(Drawings.Conclude(Baseline, other with { Onset = 2, PredictedOnset = 2 }).Summary.Cases[1]).Split(" connect()")[0],
            StringComparison.Ordinal);
        Assert.EndsWith(
            "connect() slows from 12 to 96 µs once half of the ports are taken.",
            Finding.Of(Drawings.Conclude(Baseline).Summary.Cases[0]),
            StringComparison.Ordinal);
    }

    private const string Unproven = " The load ended within the 61.00 s for which a port is held: that it could go on is a prediction.";

    [Fact]
    public void A_result_is_a_sentence() => Assert.Equal(
        [
            "ran out of ports 4.00 s into the load, after 2,000 connections (proxy→backend-1: connect/EADDRNOTAVAIL); clients saw http/502."
                + " 2 of 2 tuples proxy→backends were full."
                + " connect() slows from 12 to 96 µs once half of the ports are taken.",
            "no request failed in 10 s." + Unproven + " 3,000 ports were taken over from TIME_WAIT.",
            "no request failed in 10 s." + Unproven,
        ],
        Drawings.Conclude(
            Baseline, Averted with { Hold = 61, Counters = new Dictionary<string, long> { ["TWRecycled"] = 3000 } },
            Averted with { Id = "x@500", Hold = 61 }).Summary.Cases.Select(Finding.Of));

    private static IReadOnlyList<Figure> Draw(params CaseBuilder[] cases) => Drawings.Draw(cases);
}
