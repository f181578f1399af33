using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>A mapping of keys of the conditions, written with dots, to lists of values: <c>load.rate: [100/s, 200/s]</c>.</summary>
internal sealed class MatrixCodec : Codec<IReadOnlyList<MatrixAxis>>
{
    private const string FileOfSysctls = $".sysctls.{TuningFiles.Key}";

    public override IReadOnlyList<MatrixAxis> Read(YamlNode node, IReadOnlyList<MatrixAxis> fallback, ReadContext context)
    {
        if (node is not YamlMappingNode mapping)
        {
            context.Report(node, "a mapping of keys to lists is expected here, like load.rate: [100/s, 200/s]");
            return fallback;
        }

        var axes = new List<MatrixAxis>();
        foreach (var (keyNode, valueNode) in mapping.Children)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (key.EndsWith(FileOfSysctls, StringComparison.Ordinal))
            {
                context.Report(
                    keyNode, "a file of sysctls is no value of a matrix; give each file a mitigation of its own, with change: "
                        + $"{{ {key[..^FileOfSysctls.Length]}: {{ sysctls: {{ {TuningFiles.Key}: 90-net.conf }} }} }}");
            }
            else if (valueNode is YamlSequenceNode { Children.Count: > 0 } list
                && list.Children.All(item => item is YamlScalarNode { Value: not null }))
            {
                axes.Add(new MatrixAxis(
                    key, [.. list.Children.Cast<YamlScalarNode>().Select(value => Point(keyNode, key, value, context))],
                    context.PositionOf(keyNode)));
            }
            else
            {
                context.Report(valueNode, $"{key} takes a list of values here, like load.rate: [100/s, 200/s]");
            }
        }

        return axes;
    }

    public override JsonNode Write(IReadOnlyList<MatrixAxis> value)
    {
        var result = new JsonObject();
        foreach (var axis in value)
        {
            result[axis.Key] = new JsonArray([.. axis.Points.Select(point => (JsonNode)point.Value)]);
        }

        return result;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject
        {
            ["type"] = "array",
            ["minItems"] = 1,
            ["items"] = new JsonObject { ["type"] = new JsonArray("string", "integer", "boolean") },
        },
    };

    private static MatrixPoint Point(YamlNode keyNode, string key, YamlScalarNode value, ReadContext context) =>
        new(value.Value!, ConditionsOverlay.Read(KeyPath.Nest(key, value), context.Within(keyNode)));
}
