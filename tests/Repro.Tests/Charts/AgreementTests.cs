using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Repro.Analysis;
using Repro.Charts;
using Repro.Cli;
using Repro.Knobs;
using Repro.Planning;
using Repro.Recording;
using Repro.Reports;
using Repro.Scenarios;
using Repro.Tests.Analysis;
using Repro.Tests.Recording;
using Spectre.Console;

namespace Repro.Tests.Charts;

/// <summary>Plan, table, report, page, figures and summary of a run have one number for one thing, and write it in one way.</summary>
public sealed partial class AgreementTests
{
    private static readonly string Example = RepositoryRoot.PathOf("results", "example");
    private static readonly Lazy<RunConclusions> Concluded = new(() => RunAnalysis.Analyze(RecordedRun.Read(Example)));

    [Fact]
    [Trait("Fault", "A6")]
    public void Plan_and_report_predict_the_same_of_every_case()
    {
        var (plan, summary) = (PlanOfExample().Plan, ConcludedExample().Summary);

        Assert.Equal(plan.Cases.Select(planned => planned.Id), summary.Cases.Select(row => row.Id));
        Assert.All(plan.Cases.Zip(summary.Cases), pair =>
        {
            var (prediction, row) = (pair.First.Prediction, pair.Second);
            Assert.Equal(
                (
                    Round(prediction.Bottleneck.OnsetSeconds),
                    Round(prediction.Upstream.KneeSeconds),
                    Round(prediction.Limiting.ThresholdPerSecond),
                    prediction.Limiting.Name),
                (
                    Round(row.Predicted.OnsetSeconds),
                    Round(row.Predicted.KneeSeconds),
                    row.Predicted.ThresholdPerSecond,
                    row.Predicted.LimitedBy));
            var threshold = summary.Thresholds.Single(one => one.Label == row.Label);
            Assert.Equal(
                (threshold.PredictedPerSecond, Format.Threshold(threshold.PredictedPerSecond!.Value)),
                (
                    Round(prediction.Hops.Single(hop => hop.Name == threshold.Hop).ThresholdPerSecond),
                    Format.Threshold(prediction.Limiting.ThresholdPerSecond!.Value)));
        });
    }

    [Fact]
    [Trait("Fault", "A6")]
    [Trait("Fault", "A12")]
    public void Every_number_with_a_unit_in_the_examples_texts_is_one_of_its_summary_as_it_is_always_written() =>
        AllAreOfTheSummary(ConcludedExample(), PlanText());

    [Theory]
    [Trait("Fault", "A6")]
    [InlineData(3)]
    [InlineData(12)]
    public void So_is_every_number_of_a_run_in_which_clients_and_proxy_run_out(int count)
    {
        var clients = (CaseBuilder.Exhausted() with
        {
            Id = "clients@500",
            Label = "clients",
            IsBaseline = false,
            Period = 8,
            Duration = 14,
        }).BuildWithClientsRunningOut();

        AllAreOfTheSummary(
            RunAnalysis.Analyze(new RecordedRun(TemporaryRun.File(), [.. Drawings.Many(count).Select(one => one.Build()), clients], [])),
            "");
    }

    [Fact]
    [Trait("Fault", "A6")]
    public void First_failures_and_thresholds_are_told_everywhere_with_the_same_digits()
    {
        var conclusions = ConcludedExample();
        var (texts, plan) = (Texts(conclusions), PlanText());

        Assert.All(conclusions.Summary.Cases.Where(row => row.FirstFailureSeconds is not null), row =>
            Assert.All(["table", "report.md", "report.html", "failures", "onsets", $"timeline-{row.Id}"], name =>
                Assert.Contains(Format.Seconds(row.FirstFailureSeconds!.Value), texts[name], StringComparison.Ordinal)));
        Assert.All(conclusions.Summary.Thresholds, row =>
        {
            Assert.All(["report.md", "report.html", "thresholds"], name =>
                Assert.Contains(Format.Threshold(row.PredictedPerSecond!.Value), texts[name], StringComparison.Ordinal));
            Assert.Contains(Format.Threshold(row.PredictedPerSecond!.Value), plan, StringComparison.Ordinal);
        });
    }

    private static void AllAreOfTheSummary(RunConclusions conclusions, string plan)
    {
        var known = Numbers(JsonNode.Parse(Reporter.ToJson(conclusions.Summary))!).Distinct().ToList();
        // The article's number, its 120 s, and how a bin, a sample and a hold time are told.
        HashSet<string> written = ["230/s", "28,000 ports", "120 s", "60 s", "0.1 s"];
        written.UnionWith(known.SelectMany(number => new[]
        {
            Format.Seconds(number), Format.Duration(number), Format.Rate(number), Format.Threshold(number),
            $"{Format.Count(number)} µs", $"{Format.Count(number)} ports", $"{Format.Count(number)} connections",
            $"{Format.Count(number)} requests",
        }));
        // One tuple's part of a threshold.
        written.UnionWith(conclusions.Summary.Thresholds.Where(row => row.PredictedPerSecond is not null)
            .Select(row => Format.Threshold(row.PredictedPerSecond!.Value / row.Tuples)));
        written.UnionWith(conclusions.Summary.Thresholds.Select(row =>
            Format.Measured(row.GoodputPerSecond, row.PlusMinusPerSecond, "").Split("± ")[^1]));
        var told = string.Join("\n", written) + Reporter.ToJson(conclusions.Summary);

        Assert.All(Texts(conclusions).Append(KeyValuePair.Create("plan", plan)), text => Assert.All(
            Quantity().Matches(text.Value).Select(match => match.Value.Replace('\n', ' ')),
            quantity =>
                Assert.True(
                    written.Contains(quantity) || told.Contains(quantity, StringComparison.Ordinal),
                    $"{text.Key} says {quantity}, which the summary does not")));
    }

    private static Dictionary<string, string> Texts(RunConclusions conclusions)
    {
        var figures = ChartBook.Draw(conclusions);
        var texts = figures.ToDictionary(figure => figure.Name, figure => string.Join("\n", figure.Texts().Append(figure.Title)));
        texts["table"] = Printed(console => SummaryTable.Print(console, conclusions.Summary));
        texts["report.md"] = MarkdownReport.Render(conclusions, figures, "charts").Split("<details>")[0]
            .Replace("\\", "", StringComparison.Ordinal);
        texts["report.html"] = WebUtility.HtmlDecode(
            Tag().Replace(HtmlReport.Render(conclusions, figures).Split("The scenario as it was understood")[0], "\n"));
        return texts;
    }

    private static string PlanText()
    {
        var (scenario, plan) = PlanOfExample();
        return Printed(console => PlanTable.Print(console, scenario, plan));
    }

    private static (Scenario Scenario, Plan Plan) PlanOfExample()
    {
        var (scenario, wrong) = ScenarioFile.Parse(File.ReadAllText(Path.Combine(Example, RunDirectory.ScenarioName)), "scenario.yaml", []);
        Assert.Empty(wrong);
        var machine = RecordedRun.Read(Example).File.Machine;
        return (scenario, Planner.Create(scenario, new Kernel { Hertz = machine.Hertz }).Plan);
    }

    private static RunConclusions ConcludedExample() => Concluded.Value;

    private static string Printed(Action<IAnsiConsole> print)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = 400;
        print(console);
        return text.ToString();
    }

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 3) : null;

    private static IEnumerable<double> Numbers(JsonNode node) => node switch
    {
        JsonObject map => map.Where(pair => pair.Value is not null).SelectMany(pair => Numbers(pair.Value!)),
        JsonArray list => list.Where(item => item is not null).SelectMany(item => Numbers(item!)),
        JsonValue value when value.TryGetValue<double>(out var number) => [number],
        _ => [],
    };

    [GeneratedRegex(@"(?<![\w.,-])\d(?:[\d,]*\d)?(?:\.\d+)?(?:/s| (?:s|µs|ports|connections|requests)\b)(?!\w)")]
    private static partial Regex Quantity();

    [GeneratedRegex(@"<(?<tag>script|style)\b.*?</\k<tag>>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tag();
}
