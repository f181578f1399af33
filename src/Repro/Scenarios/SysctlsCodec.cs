using System.Text.Json.Nodes;
using Repro.Model;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>A mapping of sysctl names to values, laid over those that are set already.</summary>
internal sealed class SysctlsCodec : Codec<Sysctls>
{
    public override Sysctls Read(YamlNode node, Sysctls fallback, ReadContext context)
    {
        if (node is not YamlMappingNode mapping)
        {
            context.Report(node, $"a mapping of sysctls is expected here, like {Sysctls.TcpTwReuseKey}: 1");
            return fallback;
        }

        var result = fallback;
        foreach (var (keyNode, valueNode) in mapping.Children)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (SysctlText.WrongName(key, valueNode) is { } wrong)
            {
                context.Report(keyNode, wrong);
            }
            else if (SingleSpaced(valueNode) is not { } value || (value.Length == 0 && !SysctlText.MayBeEmpty(key)))
            {
                context.Report(valueNode, $"{Quoted.Clip(key)} takes a value, like the kernel prints it");
            }
            else if (SysctlText.WrongValue(key, value) is { } problem)
            {
                context.Report(valueNode, $"{Quoted.Clip(key)}: {Quoted.Of(value)} is not valid; {problem}");
            }
            else
            {
                // What is read back is compared with this.
                var canonical = key == Sysctls.LocalReservedPortsKey && PortRanges.TryParseList(value, out var list)
                    ? PortRanges.FormatList(list)
                    : value;
                result = result.With(key, canonical);
                context.Name(keyNode, key, canonical);
            }
        }

        return result;
    }

    public override JsonNode Write(Sysctls value)
    {
        var result = new JsonObject();
        foreach (var (key, text) in value.Values)
        {
            result[key] = text;
        }

        return result;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["pattern"] = SysctlText.NameForm }, new JsonObject { ["const"] = TuningFiles.Key }),
        },
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "integer") },
    };

    private static string? SingleSpaced(YamlNode node) =>
        node is YamlScalarNode { Value: { } text }
            ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : null;
}
