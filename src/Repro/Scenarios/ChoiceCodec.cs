using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>One of a few words.</summary>
/// <param name="words">All that are valid.</param>
internal sealed class ChoiceCodec(IReadOnlyList<string> words) : Codec<string>
{
    /// <summary>Words as a sentence has them: <c>http or tcp</c>.</summary>
    /// <param name="words">At least two.</param>
    /// <param name="joint">Stands before the last.</param>
    public static string Listed(IReadOnlyList<string> words, string joint = "or") =>
        $"{string.Join(", ", words.SkipLast(1))} {joint} {words[^1]}";

    public override string Read(YamlNode node, string fallback, ReadContext context)
    {
        if (node is YamlScalarNode { Value: { } text } && words.Contains(text))
        {
            return text;
        }

        context.Refuse(node, Listed(words));
        return fallback;
    }

    public override JsonNode Write(string value) => value;

    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };
}
