using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>
/// What a value in a scenario may be. The parser, the writer and the JSON schema all follow from it, so that they can't disagree.
/// </summary>
internal abstract class Codec<T>
{
    /// <summary>Reads a node; what is wrong goes to the context, and <paramref name="fallback"/> stands in for it.</summary>
    public abstract T Read(YamlNode node, T fallback, ReadContext context);

    /// <summary>The value as a scenario would write it.</summary>
    public abstract JsonNode Write(T value);

    /// <summary>The keys that a value has, and theirs, with dots; none of one that is no mapping of keys that are known.</summary>
    public virtual IEnumerable<string> Keys => [];

    /// <summary>JSON schema (draft 2020-12) of the value.</summary>
    public abstract JsonObject Schema();
}
