using System.Globalization;
using System.Text.Json.Nodes;
using Repro.Model;
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
        Assert.Equal(scenario.Find, read.Find);
        Assert.Equal(scenario.Mitigations.Select(use => use.OwnName), read.Mitigations.Select(use => use.OwnName));
        Assert.Equal(scenario.Mitigations.SelectMany(use => use.Terms), read.Mitigations.SelectMany(use => use.Terms));
        Assert.Equal(
            scenario.Mitigations.Select(use => use.Overlay?.Apply(new Conditions())),
            read.Mitigations.Select(use => use.Overlay?.Apply(new Conditions())));
        Assert.Equal(scenario.Matrix.Select(axis => axis.Key), read.Matrix.Select(axis => axis.Key));
        Assert.Equal(
            scenario.Matrix.SelectMany(axis => axis.Points).Select(point => (point.Value, point.Overlay.Apply(Generated.Other))),
            read.Matrix.SelectMany(axis => axis.Points).Select(point => (point.Value, point.Overlay.Apply(Generated.Other))));
    });

    [Fact]
    public void As_YAML_it_is_the_same_scenario() => Generated.Scenarios.ForAll(scenario =>
    {
        var yaml = ScenarioFile.ToYaml(ScenarioFile.ToJson(scenario));

        Assert.EndsWith("\n", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("\n...", yaml, StringComparison.Ordinal);
        Assert.Equal(ScenarioText.Canonical(scenario), ScenarioText.Canonical(ScenarioText.Parse(yaml)));
    });

    [Fact]
    public void Conditions_survive_being_recorded_and_read() => Generated.Conditions.ForAll(conditions =>
        Assert.Equal(conditions, Read(JsonNode.Parse(ScenarioFile.ToJson(conditions).ToJsonString())!)));

    [Fact]
    public void Every_condition_is_written_and_read() =>
        Assert.Equal(Generated.Other, Read(ScenarioFile.ToJson(Generated.Other)));

    [Fact]
    public void Conditions_of_before_a_key_was_there_are_read_as_what_they_were()
    {
        var json = ScenarioFile.ToJson(new Conditions()).AsObject();
        json["proxy"]!.AsObject().Remove("httpVersion");
        json["backends"]!.AsObject().Remove("closes");
        Assert.Equal(
            ["conditions.backends.closes is missing", "conditions.proxy.httpVersion is missing"],
            ScenarioFile.ReadConditions(json).Problems.Order());

        json["backends"]!["closeFirst"] = false;
        Assert.Equal(BackendClosing.Never, Read(json).Backends.Closes);
    }

    [Fact]
    public void Every_condition_that_is_missing_is_named_unless_it_came_later()
    {
        foreach (var key in Leaves(ScenarioFile.ToJson(new Conditions())).Select(leaf => leaf.Key)
            .Where(key => !key.Contains(".sysctls.", StringComparison.Ordinal)))
        {
            var json = ScenarioFile.ToJson(new Conditions());
            var path = key.Split('.');
            var parent = path.SkipLast(1).Aggregate(json, (node, name) => node[name]!);
            parent.AsObject().Remove(path[^1]);

            var (name, read) = ($"conditions.{key}", ScenarioFile.ReadConditions(json));
            Assert.Equal(ScenarioFile.LaterKeys.Contains(name) ? [] : [$"{name} is missing"], read.Problems);
            Assert.Equal(new Conditions(), read.Conditions);
        }
    }

    [Fact]
    public void The_conditions_that_tests_call_other_leave_no_condition_at_its_default()
    {
        var defaults = Leaves(ScenarioFile.ToJson(new Conditions())).ToDictionary();

        Assert.All(Leaves(ScenarioFile.ToJson(Generated.Other)), leaf => Assert.NotEqual(defaults.GetValueOrDefault(leaf.Key), leaf.Value));
        Assert.Equal(
            defaults.Keys.Select(key => key.Replace(".sysctls", "", StringComparison.Ordinal)),
            Leaves(ScenarioFile.ToJson(Generated.Other)).Select(leaf => leaf.Key.Split(".sysctls")[0]));
    }

    [Fact]
    public void Writing_spells_out_every_key()
    {
        var written = ScenarioFile.ToJson(new Scenario { Name = "x" });

        Assert.Equal(
            [
                "name", "question", "load", "clients", "proxy", "backends", "network", "nat", "services", "prefill",
                "steps", "mitigations", "matrix", "find", "expect",
            ],
            written.AsObject().Select(pair => pair.Key));
        Assert.Equal(
            """{"rate":"500/s","arrivals":"constant","from":"1/s","steps":5,"burst":50,"seed":1,"duration":"10s","timeout":"5s","response":"128B","command":"none"}""",
            written["load"]!.ToJsonString());
        Assert.Equal(
            """{"kind":"builtin","mode":"http","transparent":false,"retries":0,"addresses":1,"bind":"none","socketPorts":"none","httpVersion":"default","close":"fin","keepAlive":{"connections":0,"idle":"60s","requests":1000},"sysctls":{}}""",
            written["proxy"]!.ToJsonString());
        Assert.Equal(
            """{"count":2,"addresses":1,"ports":1,"delay":0,"closes":"asked","finDelay":0,"idle":0,"sysctls":{}}""",
            written["backends"]!.ToJsonString());
        Assert.Equal(("0%", "onset", "{}"), ((string?)written["prefill"], (string?)written["find"], written["matrix"]!.ToJsonString()));
    }

    [Fact]
    public void The_culture_changes_no_byte()
    {
        var invariant = ScenarioText.Canonical(new Scenario { Conditions = Generated.Other });
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(invariant, ScenarioText.Canonical(ScenarioText.Parse(invariant)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(JsonNode node, string path = "") =>
        node is JsonObject { Count: > 0 } mapping
            ? mapping.SelectMany(pair => Leaves(pair.Value!, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}"))
            : [KeyValuePair.Create(path, node.ToString())];

    private static Conditions Read(JsonNode json)
    {
        var (conditions, problems) = ScenarioFile.ReadConditions(json);
        Assert.Empty(problems);
        return conditions;
    }
}
