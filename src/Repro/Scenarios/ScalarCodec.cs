using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>A single word, number or line of text.</summary>
/// <param name="expected">What a good value looks like; ends the sentence "… is not valid here; write …".</param>
/// <param name="parse">Text to value, or null where the text is wrong.</param>
/// <param name="write">Value to JSON.</param>
/// <param name="schema">A new copy of the schema.</param>
internal sealed class ScalarCodec<T>(string expected, Func<string, T?> parse, Func<T, JsonNode> write, Func<JsonObject> schema) : Codec<T>
    where T : struct
{
    public override T Read(YamlNode node, T fallback, ReadContext context)
    {
        if (node is YamlScalarNode { Value: { } text } && parse(text) is { } value)
        {
            return value;
        }

        context.Refuse(node, expected);
        return fallback;
    }

    public override JsonNode Write(T value) => write(value);

    public override JsonObject Schema() => schema();
}

/// <summary>A line of text.</summary>
/// <param name="expected">What a good text looks like.</param>
/// <param name="pattern">An anchored regular expression, or null for any text.</param>
internal sealed class TextCodec(string expected, System.Text.RegularExpressions.Regex? pattern = null) : Codec<string>
{
    public override string Read(YamlNode node, string fallback, ReadContext context)
    {
        if (node is YamlScalarNode { Value: { } text } && (pattern is null || IsWholeMatch(text)))
        {
            return text;
        }

        context.Report(node, $"{(node is YamlScalarNode scalar ? Quoted.Of(scalar.Value) : "this")} is not valid here; write {expected}");
        return fallback;
    }

    public override JsonNode Write(string value) => value;

    public override JsonObject Schema() => pattern is null
        ? new JsonObject { ["type"] = "string" }
        : new JsonObject { ["type"] = "string", ["pattern"] = pattern.ToString() };

    // $ matches before a last line break too.
    private bool IsWholeMatch(string text) => pattern!.IsMatch(text) && !text.EndsWith('\n');
}
