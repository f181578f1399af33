using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>
/// The list of mitigations. An item is a name of the catalogue (<c>tw-reuse</c>), one with a factor (<c>wider-range: 2</c>), or the
/// user's own (<c>name</c> and <c>change</c>).
/// </summary>
internal sealed class MitigationsKind : Kind<IReadOnlyList<MitigationUse>>
{
    private const string NameKey = "name";
    private const string ChangeKey = "change";

    private static readonly Kind<int> Factor = Kinds.Count(2, 64);

    public override IReadOnlyList<MitigationUse> Read(YamlNode node, IReadOnlyList<MitigationUse> fallback, ReadContext context)
    {
        if (node is not YamlSequenceNode list)
        {
            context.Report(node, "a list of mitigations is expected here, like [none, tw-reuse, wider-range: 2]");
            return fallback;
        }

        var uses = new List<MitigationUse>();
        foreach (var item in list.Children)
        {
            if (ReadItem(item, context) is not { } use)
            {
                continue;
            }

            uses.Add(use);
        }

        return uses;
    }

    public override JsonNode Write(IReadOnlyList<MitigationUse> value)
    {
        var list = new JsonArray();
        foreach (var use in value)
        {
            list.Add(use switch
            {
                { Overlay: { } overlay } => new JsonObject { [NameKey] = use.Name, [ChangeKey] = overlay.ToJson() },
                { Factor: { } factor } => new JsonObject { [use.Name] = factor },
                _ => JsonValue.Create(use.Name),
            });
        }

        return list;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["type"] = "string", ["description"] = "A mitigation of the catalogue." },
                new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "A mitigation of the catalogue with its factor.",
                    ["minProperties"] = 1,
                    ["maxProperties"] = 1,
                    ["additionalProperties"] = Factor.Schema(),
                },
                new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "A mitigation of your own: what it changes in the scenario.",
                    ["required"] = new JsonArray(NameKey, ChangeKey),
                    ["properties"] = new JsonObject { [NameKey] = Kinds.Name.Schema(), [ChangeKey] = ScenarioShape.Conditions.Schema() },
                    ["additionalProperties"] = false,
                }),
        },
    };

    private static MitigationUse? ReadItem(YamlNode item, ReadContext context)
    {
        // A pair in a flow list, [wider-range: 2], has no place of its own: its key has.
        var position = context.PositionOf(item is YamlMappingNode { Start.Index: 0, Children.Count: > 0 } pair ? pair.Children[0].Key : item);
        switch (item)
        {
            case YamlScalarNode { Value: { Length: > 0 } name }:
                return new MitigationUse { Name = name, Position = position };

            case YamlMappingNode own when own.Children.Any(pair => pair.Key is YamlScalarNode { Value: NameKey or ChangeKey }):
                return ReadOwn(own, position, context);

            case YamlMappingNode { Children.Count: 1 } scaled when scaled.Children[0].Key is YamlScalarNode { Value: { Length: > 0 } name }:
                return new MitigationUse
                {
                    Name = name,
                    Factor = Factor.Read(scaled.Children[0].Value, 2, context),
                    Position = position,
                };

            default:
                context.Report(item, "a mitigation is a name, a name with a factor (wider-range: 2), or a mapping with name and change");
                return null;
        }
    }

    private static MitigationUse? ReadOwn(YamlMappingNode own, SourcePosition position, ReadContext context)
    {
        string? name = null;
        ConditionsOverlay? overlay = null;
        foreach (var (keyNode, valueNode) in own.Children)
        {
            switch ((keyNode as YamlScalarNode)?.Value)
            {
                case NameKey:
                    name = Kinds.Name.Read(valueNode, "unnamed", context);
                    break;
                case ChangeKey:
                    ScenarioShape.Conditions.Read(valueNode, new Conditions(), context);
                    overlay = new ConditionsOverlay(valueNode);
                    break;
                case var key:
                    context.Report(keyNode, $"unknown key '{key}'{Suggestion.For(key ?? "", [NameKey, ChangeKey])}");
                    break;
            }
        }

        if (name is null || overlay is null)
        {
            context.Report(own, $"a mitigation of your own has '{NameKey}' and '{ChangeKey}'; '{(name is null ? NameKey : ChangeKey)}' is missing");
            return null;
        }

        return new MitigationUse { Name = name, Overlay = overlay, Position = position };
    }
}
