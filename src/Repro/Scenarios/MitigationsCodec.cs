using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>
/// The list of mitigations. An item is a name of the catalogue (<c>tw-reuse</c>), one with a factor (<c>wider-range: 2</c>), several
/// together (<c>tw-reuse + wider-range x4</c>), or the user's own (<c>name</c>, <c>use</c> and <c>change</c>).
/// </summary>
internal sealed partial class MitigationsCodec : Codec<IReadOnlyList<MitigationUse>>
{
    /// <summary>What stands for an item of the list among <see cref="Keys"/>.</summary>
    public const string Item = "[]";

    private const string NameKey = "name";
    private const string UseKey = "use";
    private const string ChangeKey = "change";

    private static readonly Codec<int> Factor = Codecs.Count(2, 64);

    public override IEnumerable<string> Keys => [$"{Item}.{UseKey}", $"{Item}.{ChangeKey}"];

    public override IReadOnlyList<MitigationUse> Read(YamlNode node, IReadOnlyList<MitigationUse> fallback, ReadContext context)
    {
        if (node is YamlSequenceNode list)
        {
            return [.. list.Children.Select(item => ReadItem(item, context)).OfType<MitigationUse>()];
        }

        context.Report(node, "a list of mitigations is expected here, like [none, tw-reuse, wider-range: 2]");
        return fallback;
    }

    public override JsonNode Write(IReadOnlyList<MitigationUse> value)
    {
        var list = new JsonArray();
        foreach (var use in value)
        {
            list.Add(use.OwnName is { } name ? WriteOwn(name, use) : WriteTerms(use.Terms));
        }

        return list;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "string",
                    ["description"] = "A mitigation of the catalogue, or several: tw-reuse + wider-range x4.",
                },
                new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "A mitigation of the catalogue with its factor.",
                    ["minProperties"] = 1,
                    ["maxProperties"] = 1,
                    ["propertyNames"] =
                        new JsonObject { ["not"] = new JsonObject { ["enum"] = new JsonArray(NameKey, UseKey, ChangeKey) } },
                    ["additionalProperties"] = Factor.Schema(),
                },
                new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = "A mitigation of your own: mitigations of the catalogue that it uses, and what else it changes.",
                    ["required"] = new JsonArray(NameKey),
                    ["minProperties"] = 2,
                    ["properties"] = new JsonObject
                    {
                        [NameKey] = Codecs.Name.Schema(),
                        [UseKey] = new JsonObject { ["type"] = "string" },
                        [ChangeKey] = ScenarioKeys.Conditions.Schema(),
                    },
                    ["additionalProperties"] = false,
                }),
        },
    };

    private static JsonNode WriteTerms(IReadOnlyList<MitigationTerm> terms) =>
        terms is [{ Factor: { } factor } only] ? new JsonObject { [only.Name] = factor } : Text(terms);

    private static JsonObject WriteOwn(string name, MitigationUse use)
    {
        var result = new JsonObject { [NameKey] = name };
        if (use.Terms.Count > 0)
        {
            result[UseKey] = Text(use.Terms);
        }

        if (use.Overlay is { } overlay)
        {
            result[ChangeKey] = overlay.ToJson();
        }

        return result;
    }

    private static string Text(IEnumerable<MitigationTerm> terms) =>
        string.Join(" + ", terms.Select(term => term.Factor is { } factor ? $"{term.Name} x{factor}" : term.Name));

    private static MitigationUse? ReadItem(YamlNode item, ReadContext context)
    {
        // A pair in a flow list, [wider-range: 2], has no place of its own: its key has.
        var position = context.PositionOf(
            item is YamlMappingNode { Start.Index: 0, Children.Count: > 0 } pair ? pair.Children[0].Key : item);
        switch (item)
        {
            case YamlScalarNode { Value: { Length: > 0 } text }:
                return ReadTerms(item, text, context) is { } terms ? new MitigationUse { Terms = terms, Position = position } : null;

            case YamlMappingNode own when own.Children.Any(child => child.Key is YamlScalarNode { Value: NameKey or UseKey or ChangeKey }):
                return ReadOwn(own, position, context);

            case YamlMappingNode
            {
                Children: [{ Key: YamlScalarNode { Value: { } several }, Value: YamlScalarNode { Value: { } factor } }],
            } when several.Contains('+', StringComparison.Ordinal):
                context.Report(
                    item, $"of several mitigations each has a factor of its own, with x: {Quoted.Clip(several)} x{Quoted.Clip(factor)}");
                return null;

            case YamlMappingNode { Children.Count: 1 } scaled when scaled.Children[0].Key is YamlScalarNode { Value: { Length: > 0 } name }:
                return new MitigationUse
                {
                    Terms = [new MitigationTerm(name, Factor.Read(scaled.Children[0].Value, 2, context))],
                    Position = position,
                };

            default:
                context.Report(
                    item, "a mitigation is a name, a name with a factor (wider-range: 2), several (tw-reuse + wider-range x4), or a "
                        + "mapping with name");
                return null;
        }
    }

    private static List<MitigationTerm>? ReadTerms(YamlNode node, string text, ReadContext context)
    {
        var terms = new List<MitigationTerm>();
        foreach (var part in text.Split('+', StringSplitOptions.TrimEntries))
        {
            var match = TermPattern().Match(part);
            int? factor = null;
            if (match.Groups["factor"] is { Success: true } digits)
            {
                factor = Factor.Read(new YamlScalarNode(digits.Value), 2, context.Within(node));
            }

            if (!match.Success)
            {
                context.Report(
                    node,
                    $"{Quoted.Of(text)} is not valid here; write names of mitigations with + between, like tw-reuse + wider-range x4");
                return null;
            }

            terms.Add(new MitigationTerm(match.Groups["name"].Value, factor));
        }

        return terms;
    }

    private static MitigationUse? ReadOwn(YamlMappingNode own, SourcePosition position, ReadContext context)
    {
        string? name = null;
        IReadOnlyList<MitigationTerm> terms = [];
        ConditionsOverlay? overlay = null;
        foreach (var (keyNode, valueNode) in own.Children)
        {
            switch ((keyNode as YamlScalarNode)?.Value)
            {
                case NameKey:
                    name = Codecs.Name.Read(valueNode, "unnamed", context);
                    break;
                case UseKey:
                    terms = ReadTerms(valueNode, (valueNode as YamlScalarNode)?.Value ?? "", context) ?? [];
                    break;
                case ChangeKey:
                    overlay = ConditionsOverlay.Read(valueNode, context);
                    break;
                case var key:
                    context.Report(keyNode, $"unknown key {Quoted.Of(key)}{Suggestion.For(key ?? "", [NameKey, UseKey, ChangeKey])}");
                    break;
            }
        }

        if (name is null || (overlay is null && own.Children.All(child => child.Key is not YamlScalarNode { Value: UseKey })))
        {
            context.Report(own, $"a mitigation of your own has '{NameKey}', and '{UseKey}' or '{ChangeKey}' or both");
            return null;
        }

        return new MitigationUse { OwnName = name, Terms = terms, Overlay = overlay, Position = position };
    }

    [GeneratedRegex(@"^(?<name>[^\s]+)(\s+[x×](?<factor>[0-9]+))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TermPattern();
}
