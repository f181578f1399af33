using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repro.Docker;

/// <summary>Why an engine refuses, in its own words.</summary>
internal sealed record EngineMessage([property: JsonPropertyName("message")] string? Message = null)
{
    private const int Longest = 500;

    /// <summary>The message in the body of a refusal; the body itself where that is not JSON; null where it is empty.</summary>
    public static string? In(string body)
    {
        string? text;
        try
        {
            text = JsonSerializer.Deserialize(body, EngineJson.Default.EngineMessage)?.Message;
        }
        catch (JsonException)
        {
            text = body;
        }

        return text?.Trim() is not { Length: > 0 } trimmed ? null : trimmed.Length > Longest ? trimmed[..Longest] + "…" : trimmed;
    }
}
