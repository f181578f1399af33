using System.Text.Json.Nodes;
using Repro.Model;
using Repro.Physics;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>
/// Ports as the kernel lists them (<c>8080,9000-9099</c>), also every so many of a range (<c>32768-60999/31</c>); or <c>none</c>.
/// </summary>
internal sealed class PortListCodec : Codec<IReadOnlyList<PortRange>>
{
    private const string None = "none";

    public override IReadOnlyList<PortRange> Read(YamlNode node, IReadOnlyList<PortRange> fallback, ReadContext context)
    {
        if (node is YamlScalarNode { Value: None })
        {
            return [];
        }

        if (node is YamlScalarNode { Value: { } text } && text.Split(',').Select(Parts).ToList() is var items
            && items.TrueForAll(item => item is not null))
        {
            return [.. items.SelectMany(item => item!)];
        }

        context.Refuse(node, "ports, ranges, and ranges with a step, like 8080,9000-9099 or 32768-60999/31; or none");
        return fallback;
    }

    public override JsonNode Write(IReadOnlyList<PortRange> value) => value.Count == 0
        ? None
        : string.Join(',', value.Select(range => range.Size == 1 ? $"{range.Low}" : $"{range.Low}-{range.High}"));

    public override JsonObject Schema() => new()
    {
        ["type"] = new JsonArray("string", "integer"),
        ["pattern"] = "^(none|[0-9]+(-[0-9]+)?(/[0-9]+)?( *, *[0-9]+(-[0-9]+)?(/[0-9]+)?)*)$",
        ["minimum"] = 1,
        ["maximum"] = PortRanges.MaxPort,
    };

    private static IEnumerable<PortRange>? Parts(string item)
    {
        var ends = item.Split('/');
        if (!PortRanges.TryParseList(ends[0], out var list) || list.Count != 1)
        {
            return null;
        }

        var range = list.Single();
        return ends.Length == 1 ? [range]
            : ends.Length == 2 && Quantity.Count(ends[1].Trim()) is >= 1 and <= PortRanges.MaxPort and var step
            ? Enumerable.Range(0, ((range.Size - 1) / step) + 1).Select(number => range.Low + (number * step))
                .Select(port => new PortRange(port, port))
            : null;
    }
}
