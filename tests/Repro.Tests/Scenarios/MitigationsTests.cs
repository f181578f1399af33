using Repro.Model;
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

        Assert.Equal(
            [("none", null), ("wider-range", 3), ("mine", null)],
            uses.Select(use => (use.OwnName ?? use.Terms[0].Name, use.Terms is [var term, ..] ? term.Factor : null)));
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
    [InlineData("tw-reuse + wider-range x4", "tw-reuse, wider-range 4")]
    [InlineData("tw-reuse+wider-range ×4", "tw-reuse, wider-range 4")]
    [InlineData("backend-ports x64", "backend-ports 64")]
    [InlineData("'  tw-reuse  +  none '", "tw-reuse, none")]
    [InlineData("wider-range: 2", "wider-range 2")]
    [InlineData("{ name: mine, use: tw-reuse + wider-range x4 }", "tw-reuse, wider-range 4")]
    [InlineData("{ name: mine, change: {} }", "")]
    public void Mitigations_combine(string item, string terms) => Assert.Equal(
        terms,
        string.Join(", ", Assert.Single(ScenarioText.Parse($"mitigations:\n- {item}").Mitigations).Terms
            .Select(term => term.Factor is { } factor ? $"{term.Name} {factor}" : term.Name)));

    [Theory]
    [InlineData("- tw-reuse + wider-range x1", "2:3: '1' is not valid here; write a whole number from 2 to 64")]
    [InlineData("- tw-reuse x99 + none", "2:3: '99' is not valid here; write a whole number from 2 to 64")]
    [InlineData("- none x99999999999", "2:3: '99999999999' is not valid here; write a whole number from 2 to 64")]
    [InlineData(
        "- tw-reuse + wider-range x",
        "2:3: 'tw-reuse + wider-range x' is not valid here; write names of mitigations with + between, like tw-reuse + wider-range x4")]
    [InlineData(
        "- tw-reuse +", "2:3: 'tw-reuse +' is not valid here; write names of mitigations with + between, like tw-reuse + wider-range x4")]
    [InlineData("- a b", "2:3: 'a b' is not valid here; write names of mitigations with + between, like tw-reuse + wider-range x4")]
    [InlineData(
        "- { name: a, use: '' }", "2:19: '' is not valid here; write names of mitigations with + between, like tw-reuse + wider-range x4")]
    [InlineData(
        "- { name: a, use: [tw-reuse] }",
        "2:19: '' is not valid here; write names of mitigations with + between, like tw-reuse + wider-range x4")]
    [InlineData("- { name: a, use: tw-reuse x1 }", "2:19: '1' is not valid here; write a whole number from 2 to 64")]
    [InlineData("- { use: tw-reuse }", "2:3: a mitigation of your own has 'name', and 'use' or 'change' or both")]
    [InlineData("- { name: a, change: { prefill: 5 } }", "2:33: '5' is not valid here; write a share from 0% to 99%, like 90%")]
    [InlineData("- wider-range: 1", "2:16: '1' is not valid here; write a whole number from 2 to 64")]
    [InlineData("- wider-range: 65", "2:16: '65' is not valid here; write a whole number from 2 to 64")]
    [InlineData("- wider-range: twice", "2:16: 'twice' is not valid here; write a whole number from 2 to 64")]
    [InlineData(
        "- [none]",
        "2:3: a mitigation is a name, a name with a factor (wider-range: 2), several (tw-reuse + wider-range x4), or a mapping with name")]
    [InlineData(
        "- {}",
        "2:3: a mitigation is a name, a name with a factor (wider-range: 2), several (tw-reuse + wider-range x4), or a mapping with name")]
    [InlineData(
        "- { a: 2, b: 2 }",
        "2:3: a mitigation is a name, a name with a factor (wider-range: 2), several (tw-reuse + wider-range x4), or a mapping with name")]
    [InlineData("- name: mine", "2:3: a mitigation of your own has 'name', and 'use' or 'change' or both")]
    [InlineData("- change: {}", "2:3: a mitigation of your own has 'name', and 'use' or 'change' or both")]
    [InlineData(
        "- { name: a b, change: {} }",
        "2:11: 'a b' is not valid here; write letters, digits, dots, dashes and underscores, 60 at the most")]
    [InlineData("- { name: a, change: {}, chnge: {} }", "2:26: unknown key 'chnge'; did you mean 'change'?")]
    [InlineData(
        "- { name: a, change: { load: { rate: 5 } } }",
        "2:38: '5' is not valid here; write a rate from 0.001/s to 1,000,000/s with its unit, like 500/s, 2k/s or 30/min")]
    [InlineData(
        "- { name: a, change: { expect: b } }",
        "2:24: unknown key 'expect'; known are: load, clients, proxy, backends, network, nat, services, prefill, steps")]
    public void A_wrong_mitigation_is_refused(string item, string error) =>
        Assert.Equal(error, ScenarioText.Error($"mitigations:\n{item}"));

    [Fact]
    public void A_mitigation_may_be_listed_with_several_factors() =>
        Assert.Equal(
            [2, 4], ScenarioText.Parse("mitigations: [wider-range: 2, wider-range: 4]").Mitigations
                .Select(use => Assert.Single(use.Terms).Factor!.Value));
}
