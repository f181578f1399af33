using Repro.Analysis;
using Repro.Charts;
using Repro.Model;
using Repro.Recording;
using Repro.Scenarios;
using Repro.Tests.Charts;

namespace Repro.Tests.Analysis;

public sealed class ComparisonTests
{
    private static readonly RunConclusions First = Drawings.Conclude(Drawings.Baseline, Drawings.Averted);

    [Fact]
    public void Runs_are_named_by_the_first_condition_that_tells_them_apart()
    {
        Assert.Equal(["netns", "docker"], Names(First, In(First, run => run with { Lab = "docker", Kernel = "6.1.0" })));
        Assert.Equal(["6.18.44", "6.1.0"], Names(First, In(First, run => run with { Kernel = "6.1.0" })));
        Assert.Equal(["HZ 250", "HZ 1000"], Names(First, In(First, run => run with { Hertz = 1000 })));
        Assert.Equal(
            ["run-0 (1)", "run-0 (2)"], ComparisonAnalysis.Compare([("run-0", First), ("run-0", First)]).Runs.Select(run => run.Name));
    }

    [Fact]
    public void A_condition_that_two_of_three_runs_share_names_none()
    {
        Assert.Equal(["run-0", "run-1", "run-2"], Names(First, First, In(First, run => run with { Lab = "docker" })));
    }

    [Fact]
    public void Differences_are_those_of_the_machine_and_of_the_scenario_key_by_key()
    {
        var scenario = ScenarioFile.ToJson(
            new Scenario { Conditions = new Conditions { Proxy = new Proxy { Kind = "nginx", Addresses = 2 } } });
        var comparison = Compare(
            First with { Scenario = ScenarioFile.ToJson(new Scenario()) },
            In(First, run => run with { Proxies = new Dictionary<string, string> { ["nginx"] = "1.22.1" }, Started = "later" }) with
            {
                Scenario = scenario,
            });

        Assert.Equal(
            [("nginx", null, "1.22.1"), ("proxy.kind", "builtin", "nginx"), ("proxy.addresses", "1", "2")],
            comparison.Differences.Select(row => (row.Name, row.Values[0], row.Values[1])));
        Assert.Equal(["builtin", "nginx"], comparison.Runs.Select(run => run.Name));
    }

    [Fact]
    public void A_run_from_before_there_was_a_key_has_its_default()
    {
        var earlier = ScenarioFile.ToJson(new Scenario()).AsObject();
        Assert.True(earlier.Remove("network") && earlier["clients"]!.AsObject().Remove("retries"));
        var later = new Scenario { Conditions = new Conditions { Clients = new Clients { Retries = 2 } } };

        Assert.Empty(
            Compare(First with { Scenario = earlier }, First with { Scenario = ScenarioFile.ToJson(new Scenario()) }).Differences);
        var difference = Assert.Single(
            Compare(First with { Scenario = earlier }, First with { Scenario = ScenarioFile.ToJson(later) }).Differences);
        Assert.Equal(("clients.retries", "0", "2"), (difference.Name, difference.Values[0], difference.Values[1]));
    }

    [Fact]
    public void Like_runs_agree()
    {
        var comparison = Compare(First, First);

        Assert.Empty(comparison.Differences);
        Assert.Equal([1.0, null], comparison.Cases.Select(row => row.Spread));
        Assert.Equal(
            "run-0 and run-1 agree in all 2 cases that they have in common: the first failures come at the same moments",
            ComparisonText.Headline(comparison));
    }

    [Fact]
    public void Another_onset_is_told_by_how_much_and_another_verdict_before_that()
    {
        var later = Drawings.Conclude(Drawings.Baseline with { Onset = 5 }, Drawings.Averted);
        var failing = Drawings.Conclude(Drawings.Baseline, Drawings.Averted with { Onset = 4 });

        Assert.Equal(
            "run-0 and run-1 come to the same verdicts; the first failure differs the most in none, by 25.0 %",
            ComparisonText.Headline(Compare(First, later)));
        Assert.Equal(
            "run-0 and run-1 come to other verdicts in 1 of 2 cases: tw-reuse is averted with run-0, and no effect with run-1",
            ComparisonText.Headline(Compare(First, failing)));
    }

    [Fact]
    [Trait("Fault", "A6")]
    public void Whether_runs_agree_is_concluded_once_and_written_to_comparison_json()
    {
        var comparison = Compare(First, Drawings.Conclude(Drawings.Baseline with { Onset = 5 }, Drawings.Averted));

        Assert.Equal(new RunAgreement(Agreement.Differ, 2, 0, "none@500", 1.25), comparison.InCases);
        Assert.Equal(Agreement.NothingShared, comparison.InThresholds.Kind);
        Assert.Contains("\"kind\": \"Differ\"", Repro.Reports.Reporter.ToJson(comparison), StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_one_run_has_or_what_is_invalid_in_one_is_no_disagreement()
    {
        var other = Drawings.Conclude(Drawings.Baseline, Drawings.Delayed, Drawings.Averted with { End = new CaseEnd(["gone"], 0) });
        var comparison = Compare(First, other);

        Assert.Equal(["none@500", "tw-reuse@500", "wider-range@500"], comparison.Cases.Select(row => row.Id));
        Assert.Equal(["never", "invalid"], comparison.Cases[1].Results.Select(ComparisonText.Onset));
        Assert.Equal(["not in this run", "8.00 s"], comparison.Cases[2].Results.Select(ComparisonText.Onset));
        Assert.StartsWith(
            "run-0 and run-1 agree in the one case that they have in common",
            ComparisonText.Headline(comparison),
            StringComparison.Ordinal);
        Assert.Equal("run-0 and run-1 have no valid case in common", ComparisonText.Headline(Compare(First, Drawings.Conclude())));
    }

    [Fact]
    public void The_page_has_differences_before_figures_and_figures_before_cases()
    {
        var comparison = Compare(First, In(First, run => run with { Lab = "docker" }));
        var page = ComparisonReport.Html(comparison, ChartBook.Draw(comparison));
        var places = new[]
        {
            "What differs in their conditions",
            "<td>lab</td><td>netns</td><td>docker</td>",
            "<figure id=\"comparison-onsets\"",
            "<h2>Cases</h2>",
            "<h2>The runs</h2>",
        }
            .Select(part => page.IndexOf(part, StringComparison.Ordinal)).ToList();

        Assert.All(places, place => Assert.True(place > 0));
        Assert.Equal(places.Order(), places);
        Assert.Contains("| lab | netns | docker |", ComparisonReport.Markdown(comparison, [], "charts"), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_at_other_rates_have_their_thresholds_in_common()
    {
        var comparison = Compare(Carrying(2000, 200), Carrying(2000, 250), Carrying(2100, 200));

        Assert.Equal([1.05, null], comparison.Cases.Select(row => row.Spread));
        var threshold = Assert.Single(comparison.Thresholds);
        Assert.Equal(
            [(100.0, 200.0), (100.0, 250.0), (105.0, 200.0)],
            threshold.Results.Select(result => (result!.PredictedPerSecond!.Value, result.FailedPerSecond!.Value)));
        Assert.Equal(1.05, threshold.Spread!.Value, 0.005);
        Assert.StartsWith(
            "run-0, run-1 and run-2 carry the same: no threshold differs by more than ",
            ComparisonText.ThresholdHeadline(Compare(Carrying(2000, 200), Carrying(2000, 250), Carrying(2060, 200))),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "run-0 and run-1 carry the same",
            ComparisonText.Headline(Compare(Carrying(2000, 200), Carrying(2000, 250))),
            StringComparison.Ordinal);
        Assert.Equal(["comparison-onsets", "comparison-thresholds"], ChartBook.Draw(comparison).Select(figure => figure.Name));
    }

    [Fact]
    public void The_threshold_that_differs_the_most_is_named_with_what_each_run_carried()
    {
        Assert.Equal(
            "none differs the most: 100/s with run-0, 200/s with run-1",
            ComparisonText.ThresholdHeadline(Compare(Carrying(2000, 200), Carrying(4000, 400))));
        Assert.Equal(
            "run-0 and run-1 have no measured threshold in common",
            ComparisonText.ThresholdHeadline(Compare(Carrying(2000, 200), Drawings.Conclude())));
        Assert.Equal(
            ["100/s", "not in this run"],
            Compare(Carrying(2000, 200), Drawings.Conclude()).Thresholds[0].Results.Select(ComparisonText.Threshold));
    }

    // Ports that are held for 20 s, seen for a whole hold time after they ran out.
    private static RunConclusions Carrying(int ports, double rate) => Drawings.Conclude(new CaseBuilder
    {
        Id = $"none@{rate}",
        Label = "none",
        Hold = 20,
        Capacity = ports,
        Rate = rate,
        Onset = ports / rate,
        PredictedOnset = ports / rate,
        Period = 20,
        Duration = 35,
    });

    private static RunConclusions In(RunConclusions conclusions, Func<RunSummary, RunSummary> change) =>
        conclusions with { Summary = change(conclusions.Summary) };

    private static IEnumerable<string> Names(params RunConclusions[] runs) => Compare(runs).Runs.Select(run => run.Name);

    private static RunComparison Compare(params RunConclusions[] runs) =>
        ComparisonAnalysis.Compare([.. runs.Select((run, index) => ($"run-{index}", run))]);
}
