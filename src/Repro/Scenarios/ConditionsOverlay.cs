using System.Text.Json.Nodes;
using Repro.Model;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>A part of the conditions, in YAML, that replaces what it names and leaves the rest.</summary>
public sealed class ConditionsOverlay
{
    private readonly YamlNode node;

    private ConditionsOverlay(YamlNode node) => this.node = node;

    /// <summary>The conditions with this overlay laid over them.</summary>
    internal Conditions Apply(Conditions conditions) => ScenarioKeys.Conditions.Read(node, conditions, new ReadContext("overlay"));

    /// <summary>Takes a mapping of conditions; what is wrong with it goes to the context.</summary>
    internal static ConditionsOverlay Read(YamlNode node, ReadContext context)
    {
        ScenarioKeys.Conditions.Read(node, new Conditions(), context);
        return new ConditionsOverlay(node);
    }

    internal JsonNode ToJson() => YamlJson.ToJson(node);
}
