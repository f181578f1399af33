using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>
/// A mapping with a fixed set of keys. A key that is absent leaves what it is laid over, which makes a scenario an overlay over the
/// defaults, and a mitigation an overlay over the scenario.
/// </summary>
internal sealed class MappingCodec<T> : Codec<T>
{
    private readonly List<Field> fields = [];
    private readonly Dictionary<string, Func<YamlNode, T, ReadContext, T>> former = [];
    private Field? shortened;

    /// <summary>Adds a key.</summary>
    public MappingCodec<T> With<TValue>(string key, Codec<TValue> codec, string description, Func<T, TValue> get, Func<T, TValue, T> set)
    {
        fields.Add(new Field(
            key,
            description,
            (node, value, context) => set(value, codec.Read(node, get(value), context)),
            value => codec.Write(get(value)),
            codec.Schema,
            codec.Keys));
        return this;
    }

    /// <summary>Still reads a key of an earlier version, whose place another has taken; it is neither written nor suggested.</summary>
    public MappingCodec<T> Formerly<TValue>(string key, Codec<TValue> codec, Func<T, TValue, T> set)
        where TValue : struct
    {
        former.Add(key, (node, value, context) => set(value, codec.Read(node, default, context)));
        return this;
    }

    /// <summary>Takes a scalar for the value of one key, where that is all that is to be said: <c>network: ipv6</c>.</summary>
    public MappingCodec<T> Short(string key)
    {
        shortened = fields.Single(field => field.Key == key);
        return this;
    }

    /// <summary>Adds every key of a part of <typeparamref name="T"/> as if it were its own.</summary>
    public MappingCodec<T> Including<TPart>(MappingCodec<TPart> part, Func<T, TPart> get, Func<T, TPart, T> set)
    {
        foreach (var field in part.fields)
        {
            fields.Add(new Field(
                field.Key,
                field.Description,
                (node, value, context) => set(value, field.Read(node, get(value), context)),
                value => field.Write(get(value)),
                field.Schema,
                field.Inner));
        }

        return this;
    }

    public override IEnumerable<string> Keys =>
        fields.SelectMany(known => known.Inner.Select(inner => $"{known.Key}.{inner}").Prepend(known.Key));

    public override T Read(YamlNode node, T fallback, ReadContext context)
    {
        if (node is YamlScalarNode && shortened is not null)
        {
            return shortened.Read(node, fallback, context);
        }

        if (node is not YamlMappingNode mapping)
        {
            context.Report(node, $"a mapping is expected here, with any of: {string.Join(", ", fields.Select(field => field.Key))}");
            return fallback;
        }

        var value = fallback;
        foreach (var (keyNode, valueNode) in mapping.Children)
        {
            var key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (fields.Find(field => field.Key == key) is { } known)
            {
                value = known.Read(valueNode, value, context);
            }
            else if (former.TryGetValue(key, out var read))
            {
                value = read(valueNode, value, context);
            }
            else
            {
                context.Report(
                    keyNode, $"unknown key {Quoted.Of(key)}{Elsewhere(key) ?? Suggestion.For(key, fields.Select(field => field.Key))}");
            }
        }

        return value;
    }

    public override JsonNode Write(T value)
    {
        var result = new JsonObject();
        foreach (var field in fields)
        {
            result[field.Key] = field.Write(value);
        }

        return result;
    }

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var field in fields)
        {
            var schema = field.Schema();
            schema["description"] = field.Description;
            properties[field.Key] = schema;
        }

        var whole = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        return shortened is null ? whole : new JsonObject { ["anyOf"] = new JsonArray(shortened.Schema(), whole) };
    }

    // Of a key that has its place further in, or that was written with dots.
    private string? Elsewhere(string key)
    {
        var places = Keys.Where(path =>
            path.Contains('.', StringComparison.Ordinal) && (path == key || path.EndsWith($".{key}", StringComparison.Ordinal)))
            .Select(path => Form(path.Split('.')))
            .ToList();
        return places.Count == 0 ? null : $"; write {string.Join(" or ", places)}";
    }

    private static string Form(ReadOnlySpan<string> path) => path switch
    {
        [var last] => $"{last}: …",
        [var list, MitigationsCodec.Item, .. var inner] => $"{list}: [{{ name: …, {Form(inner)} }}]",
        [var first, .. var inner] => $"{first}: {{ {Form(inner)} }}",
        [] => "",
    };

    private sealed record Field(
        string Key,
        string Description,
        Func<YamlNode, T, ReadContext, T> Read,
        Func<T, JsonNode> Write,
        Func<JsonObject> Schema,
        IEnumerable<string> Inner);
}
