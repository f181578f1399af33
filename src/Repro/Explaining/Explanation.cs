using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repro.Explaining;

/// <summary>What pasted text comes to.</summary>
/// <param name="SchemaVersion">Of this record.</param>
/// <param name="Cause">What is behind it.</param>
/// <param name="Text">That in words, with what says so.</param>
/// <param name="Towards">The destination whose ports run out; null where that is not it, or not known.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Beside">What else was seen.</param>
/// <param name="Contradicted">Advice in the text that is wrong, and what was measured.</param>
/// <param name="Paste">What to paste, so that more can be said.</param>
/// <param name="Read">What was read.</param>
public sealed record Explanation(
    int SchemaVersion,
    Cause Cause,
    string Text,
    string? Towards,
    string Remedy,
    IReadOnlyList<string> Beside,
    IReadOnlyList<string> Contradicted,
    IReadOnlyList<string> Paste,
    string Read)
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    /// <summary>The same as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ExplainJson.Default.Explanation);
}

[JsonSerializable(typeof(Explanation))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class ExplainJson : JsonSerializerContext;
