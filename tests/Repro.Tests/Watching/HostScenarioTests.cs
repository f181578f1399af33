using Repro.Planning;
using Repro.Scenarios;
using Repro.Watching;

namespace Repro.Tests.Watching;

public sealed class HostScenarioTests
{
    private const string Backend = "10.0.0.2:5432";

    [Fact]
    public void It_is_valid_and_predicts_what_the_host_comes_to()
    {
        var report = Filling(Backend, "10.0.0.3:5432");
        var (scenario, wrong) = ScenarioFile.Parse(HostScenario.Of(report, Looks.Kernel)!.Text(" on a host"), "host.yaml");
        Assert.Empty(wrong);
        Assert.Equal((200, 2), (scenario.Conditions.Load.Rate.PerSecond, scenario.Conditions.Backends.Count));
        var planned = Planner.Create(scenario, Looks.Kernel).Plan.Cases[0];
        Assert.Equal(10, planned.Prediction.Bottleneck.OnsetSeconds!.Value, 1);
        Assert.True(scenario.Conditions.Load.Duration.TotalSeconds > 10);
    }

    [Fact]
    public void What_goes_on_beside_and_is_slower_is_left_out()
    {
        var report = Looks.Report(
            Looks.At(0, (Backend, Looks.TimeWaits(300, 100)), ("10.0.0.3:443", Looks.TimeWaits(10, 3))),
            Looks.At(1, (Backend, Looks.TimeWaits(400, 100)), ("10.0.0.3:443", Looks.TimeWaits(13, 3))));
        var (scenario, _) = ScenarioFile.Parse(HostScenario.Of(report, Looks.Kernel)!.Text(""), "host.yaml");
        Assert.Equal((100, 1), (scenario.Conditions.Load.Rate.PerSecond, scenario.Conditions.Backends.Count));
    }

    [Fact]
    public void Where_nothing_takes_a_port_there_is_none() =>
        Assert.Null(HostScenario.Of(Looks.Report(Looks.At(0), Looks.At(1)), Looks.Kernel));

    [Fact]
    public void What_helps_is_the_catalogues_with_the_plans_factors()
    {
        var advice = HostScenario.Of(Filling(Backend), Looks.Kernel)!.Advise();
        Assert.Equal(2, advice.Single(one => one.Mitigation == "wider-range").Factor);
        Assert.True(advice.Single(one => one.Mitigation == "tw-reuse").Factor > 50);
        Assert.Equal(["fewer-tw-buckets", "rst-close"], advice.TakeLast(2).Select(one => one.Mitigation));
        Assert.DoesNotContain(advice, one => one.Mitigation is "none" or "fin-timeout" or "autobind-reuse");
    }

    [Fact]
    public void Connections_that_are_held_come_out_as_held()
    {
        var report = Looks.Report(
            Looks.At(0, (Backend, Looks.Open(Repro.Model.TcpState.Established, 300))),
            Looks.At(1, (Backend, Looks.Open(Repro.Model.TcpState.Established, 400))));
        var (scenario, wrong) = ScenarioFile.Parse(HostScenario.Of(report, Looks.Kernel)!.Text(""), "host.yaml");
        Assert.Empty(wrong);
        Assert.True(scenario.Conditions.Backends.Delay > scenario.Conditions.Load.Duration);
        Assert.Equal(10, Planner.Create(scenario, Looks.Kernel).Plan.Cases[0].Prediction.Bottleneck.OnsetSeconds!.Value, 1);
    }

    private static HostReport Filling(params string[] backends) => Looks.Report(
        Looks.At(0, [.. backends.Select(to => (to, Looks.TimeWaits(300, 100)))]),
        Looks.At(1, [.. backends.Select(to => (to, Looks.TimeWaits(400, 100)))]));
}
