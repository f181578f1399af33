using Repro.Model;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

/// <summary>What a scenario says of a moment of the load.</summary>
public sealed class StepsTests
{
    [Fact]
    public void They_are_read_in_the_order_of_their_moments_and_written_as_they_were_said()
    {
        var steps = ScenarioText.Parse("""
            steps:
              - { at: 6s, backends: { state: up } }
              - { at: 1500ms, backends: { state: down }, proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 1 } } }
            """).Conditions.Steps;

        Assert.Equal([1.5, 6], steps.All.Select(step => step.At.TotalSeconds));
        Assert.Equal([BackendState.Down, BackendState.Up], steps.All.Select(step => step.State));
        Assert.Equal("1", steps.All[0].Proxy.Values["net.ipv4.tcp_tw_reuse"]);
        Assert.Equal(
            """[{"at":"1500ms","proxy":{"sysctls":{"net.ipv4.tcp_tw_reuse":"1"}},"backends":{"state":"down"}},{"at":"6s","backends":{"state":"up"}}]""",
            ScenarioFile.ToJson(new Conditions { Steps = steps })["steps"]!.ToJsonString());
    }

    [Theory]
    [InlineData("steps: { at: 5s }", "1:8: a list of steps is expected here, like [{ at: 5s")]
    [InlineData("steps: [{ backends: { state: down } }]", "1:9: a step needs its moment: write at:")]
    [InlineData("steps: [{ at: 0, backends: { state: down } }]", "1:15: '0' is not valid here")]
    [InlineData("steps: [{ at: 1s, backends: { state: gone } }]", "1:38: 'gone' is not valid here; write same, down or up")]
    [InlineData("steps: [{ at: 1s, nat: { ports: 1 } }]", "1:19: unknown key 'nat'; did you mean 'at'?")]
    [InlineData("steps: [{ at: 1s, proxy: { sysctls: { vm.swappiness: 1 } } }]", "1:39: 'vm.swappiness' can't be set per host")]
    public void What_is_wrong_is_said_where_it_stands(string yaml, string begins)
    {
        var (_, wrong) = ScenarioFile.Parse(yaml, "t.yaml");

        Assert.StartsWith($"t.yaml:{begins}", Assert.Single(wrong).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mitigation_has_steps_of_its_own_in_place_of_the_scenarios()
    {
        var scenario = ScenarioText.Parse("""
            steps: [{ at: 1s, backends: { state: down } }]
            mitigations: [{ name: later, change: { steps: [{ at: 9s, backends: { state: down } }] } }]
            """);

        Assert.Equal(
            [9], scenario.Mitigations[0].Overlay!.Apply(scenario.Conditions).Steps.All.Select(step => step.At.TotalSeconds));
    }
}
