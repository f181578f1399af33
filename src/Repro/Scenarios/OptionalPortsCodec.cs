using System.Text.Json.Nodes;
using Repro.Model;
using Repro.Physics;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>A range of ports as the kernel writes it (<c>32768 60999</c>), or <c>none</c>.</summary>
internal sealed class OptionalPortsCodec : Codec<PortRange?>
{
    private const string None = "none";

    public override PortRange? Read(YamlNode node, PortRange? fallback, ReadContext context)
    {
        if (node is YamlScalarNode { Value: None })
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { } text } && PortRanges.TryParseLocalRange(text, out var range))
        {
            return range;
        }

        context.Report(node, "write the first and the last port, like 32768 33767, or none");
        return fallback;
    }

    public override JsonNode Write(PortRange? value) => value is { } range ? PortRanges.Format(range) : None;

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^(none|[0-9]+ +[0-9]+)$" };
}
