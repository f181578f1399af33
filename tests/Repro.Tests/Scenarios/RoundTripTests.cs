using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class RoundTripTests
{
    [Fact]
    public void A_scenario_survives_being_written_and_read() => Generated.Scenarios.ForAll(scenario =>
    {
        var written = ScenarioText.Canonical(scenario);
        var read = ScenarioText.Parse(written);

        Assert.Equal(written, ScenarioText.Canonical(read));
        Assert.Equal(scenario.Conditions, read.Conditions);
    });

    [Fact]
    public void Writing_spells_out_every_key()
    {
        var written = ScenarioFile.ToJson(new Scenario { Name = "x" });

        Assert.Equal(
            ["name", "question", "load", "clients", "proxy", "backends", "mitigations", "expect"],
            written.AsObject().Select(pair => pair.Key));
        Assert.Equal("""{"rate":"500/s","duration":"10s","timeout":"5s","response":"128B"}""", written["load"]!.ToJsonString());
    }
}
