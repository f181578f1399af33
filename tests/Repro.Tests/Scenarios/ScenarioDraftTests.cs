using Repro.Knobs;
using Repro.Planning;
using Repro.Scenarios;
using Repro.Tests.Schemas;

namespace Repro.Tests.Scenarios;

public sealed class ScenarioDraftTests
{
    public static TheoryData<DraftShape, double, int, double> Answers
    {
        get
        {
            var answers = new TheoryData<DraftShape, double, int, double>();
            foreach (var shape in Enum.GetValues<DraftShape>())
            {
                var usual = new ScenarioDraft(shape, "x");
                answers.Add(shape, usual.PerSecond, usual.Ports, usual.Hold.TotalSeconds);
                foreach (var hold in new[] { 0.2, 3, 4, 5.5, 10, 600 })
                {
                    answers.Add(shape, usual.PerSecond, usual.Ports, hold);
                }

                foreach (var (rate, ports) in new[]
                    { (0.5, 1000), (50, 500), (500, 28_232), (333.3, 777), (5000, 1000), (20, 1), (20, 3), (9000, 99_999) })
                {
                    answers.Add(shape, rate, Math.Min(ports, ScenarioDraft.MostPorts(shape)), usual.Hold.TotalSeconds);
                }
            }

            return answers;
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Whatever_is_answered_it_plans_without_a_word_and_expects_what_is_predicted(
        DraftShape shape, double rate, int ports, double hold)
    {
        var draft = new ScenarioDraft(shape, "scenario.schema.json")
        {
            PerSecond = rate, Ports = ports, Hold = TimeSpan.FromSeconds(hold),
        };
        var text = draft.ToString();
        var scenario = ScenarioText.Parse(text);
        var (plan, diagnostics) = Planner.Create(scenario, new Kernel());

        Assert.Empty(diagnostics);
        Assert.Empty(PublishedSchemas.Problems(PublishedSchemas.PathOf("scenario"), Yaml.ToJson(text)));
        Assert.All(plan.Cases.Where(planned => planned.Expected.Any(expectation => expectation.IsVerdict)), planned =>
        {
            var onset = planned.Prediction.Bottleneck.OnsetSeconds;
            var runsOut = onset < planned.Conditions.Load.Duration.TotalSeconds;
            Assert.Equal(planned.Expected.Single(expectation => expectation.IsVerdict).Expected is "exhausted" or "delayed", runsOut);
            Assert.True(runsOut || onset is null, $"{planned.Id} would only have ended too early: {onset}");
        });
        if (plan.Cases[0].Expected.SingleOrDefault(expectation => expectation.Figure == "firstFailure") is { } first)
        {
            var demand = Repro.Expectations.Demand.Parse(
                first.Expected, Repro.Expectations.ExpectableFigures.FirstFailure).Demand!;
            Assert.InRange(plan.Cases[0].Prediction.Bottleneck.OnsetSeconds!.Value, demand.Least, demand.Most);
        }
    }

    [Theory]
    [InlineData(DraftShape.Proxy)]
    [InlineData(DraftShape.Direct)]
    [InlineData(DraftShape.Loopback)]
    [InlineData(DraftShape.Nat)]
    public void Unless_something_else_is_answered_its_ports_run_out(DraftShape shape)
    {
        var text = new ScenarioDraft(shape, "scenario.schema.json").ToString();

        Assert.StartsWith("# yaml-language-server: $schema=scenario.schema.json\n", text, StringComparison.Ordinal);
        Assert.Equal("exhausted", ScenarioText.Parse(text).Expect[0].Expected);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 140));
    }

    [Theory]
    [InlineData("500/s", 500.0)]
    [InlineData("30/min", 0.5)]
    [InlineData("500", null)]
    [InlineData("0/s", null)]
    [InlineData("2M/s", null)]
    public void ParseRate_AsScenariosWriteIt_PerSecond(string text, double? rate) => Assert.Equal(rate, ScenarioDraft.ParseRate(text));
}
