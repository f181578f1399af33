using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>YAML and JSON of the same shape; every scalar of YAML is a string.</summary>
internal static class YamlJson
{
    /// <summary>YAML as JSON.</summary>
    public static JsonNode ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair =>
            KeyValuePair.Create(((YamlScalarNode)pair.Key).Value ?? "", (JsonNode?)ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value ?? ""),
        _ => throw new ArgumentException($"unexpected YAML node {node.NodeType}", nameof(node)),
    };

    /// <summary>JSON as YAML.</summary>
    public static YamlNode ToYaml(JsonNode? node) => node switch
    {
        JsonObject mapping => new YamlMappingNode(mapping.SelectMany(pair => new[] { new YamlScalarNode(pair.Key), ToYaml(pair.Value) })),
        JsonArray list => new YamlSequenceNode(list.Select(ToYaml)),
        null => new YamlScalarNode("null"),
        _ => Scalar(node.ToString()),
    };

    // A plain scalar loses spaces at its ends, and folds lines.
    private static YamlScalarNode Scalar(string text) => new(text)
    {
        Style = text.Length != text.Trim().Length || text.Any(char.IsControl) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any,
    };
}
