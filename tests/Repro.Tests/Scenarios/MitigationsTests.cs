using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class MitigationsTests
{
    private const string AllForms =
        """
        load: { rate: 700/s }
        proxy: { sysctls: { net.ipv4.tcp_tw_reuse: 2 } }
        mitigations:
          - none
          - wider-range: 3
          - name: mine
            change:
              load: { duration: 2s }
              backends: { ports: 5 }
              proxy: { sysctls: { net.core.somaxconn: 9 } }
        """;

    [Fact]
    public void A_mitigation_is_a_name_a_name_with_a_factor_or_a_change_of_ones_own()
    {
        var uses = ScenarioText.Parse(AllForms).Mitigations;

        Assert.Equal([("none", null), ("wider-range", 3), ("mine", null)], uses.Select(use => (use.Name, use.Factor)));
        Assert.Equal([false, false, true], uses.Select(use => use.Overlay is not null));
        Assert.Equal([4L, 5L, 6L], uses.Select(use => use.Position.Line));
    }

    [Fact]
    public void An_overlay_changes_what_it_names_and_leaves_the_rest()
    {
        var scenario = ScenarioText.Parse(AllForms);
        var changed = scenario.Mitigations[2].Overlay!.Apply(scenario.Conditions);

        Assert.Equal(
            scenario.Conditions with
            {
                Load = scenario.Conditions.Load with { Duration = TimeSpan.FromSeconds(2) },
                Backends = scenario.Conditions.Backends with { Ports = 5 },
                Proxy = scenario.Conditions.Proxy with { Sysctls = scenario.Conditions.Proxy.Sysctls.With("net.core.somaxconn", "9") },
            },
            changed);
        Assert.Equal(700, changed.Load.Rate.PerSecond);
        Assert.Equal("2", changed.Proxy.Sysctls.Values[Sysctls.TcpTwReuseKey]);
    }

    [Fact]
    public void An_overlay_may_change_any_condition()
    {
        var other = Generated.Other;
        var scenario = ScenarioText.Parse($"mitigations: [{{ name: all, change: {ScenarioFile.ToJson(other).ToJsonString()} }}]");

        Assert.Equal(other, scenario.Mitigations[0].Overlay!.Apply(new Conditions()));
    }

    [Theory]
    [InlineData("- wider-range: 1", "2:16: '1' is not valid here; write a whole number from 2 to 64")]
    [InlineData("- wider-range: 65", "2:16: '65' is not valid here; write a whole number from 2 to 64")]
    [InlineData("- wider-range: twice", "2:16: 'twice' is not valid here; write a whole number from 2 to 64")]
    [InlineData("- [none]", "2:3: a mitigation is a name, a name with a factor (wider-range: 2), or a mapping with name and change")]
    [InlineData("- {}", "2:3: a mitigation is a name, a name with a factor (wider-range: 2), or a mapping with name and change")]
    [InlineData("- { a: 2, b: 2 }", "2:3: a mitigation is a name, a name with a factor (wider-range: 2), or a mapping with name and change")]
    [InlineData("- name: mine", "2:3: a mitigation of your own has 'name' and 'change'; 'change' is missing")]
    [InlineData("- change: {}", "2:3: a mitigation of your own has 'name' and 'change'; 'name' is missing")]
    [InlineData(
        "- { name: a b, change: {} }",
        "2:11: 'a b' is not valid here; write letters, digits, dots, dashes and underscores, 60 at the most")]
    [InlineData("- { name: a, change: {}, chnge: {} }", "2:26: unknown key 'chnge'; did you mean 'change'?")]
    [InlineData(
        "- { name: a, change: { load: { rate: 5 } } }",
        "2:38: '5' is not valid here; write a rate from 0.001/s to 1,000,000/s with its unit, like 500/s or 30/min")]
    [InlineData("- { name: a, change: { name: b } }", "2:24: unknown key 'name'; known are: load, clients, proxy, backends")]
    public void A_wrong_mitigation_is_refused(string item, string error) => Assert.Equal(error, ScenarioText.Error($"mitigations:\n{item}").Replace("2:", "2:", StringComparison.Ordinal));

    [Fact]
    public void A_mitigation_may_be_listed_with_several_factors() =>
        Assert.Equal([2, 4], ScenarioText.Parse("mitigations: [wider-range: 2, wider-range: 4]").Mitigations.Select(use => use.Factor!.Value));
}
