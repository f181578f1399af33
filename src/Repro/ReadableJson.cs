using System.Text.Encodings.Web;
using System.Text.Json;

namespace Repro;

/// <summary>JSON for files and terminals, where × and → may stand as they are. Never part of a page.</summary>
public static class ReadableJson
{
    /// <summary>Indented.</summary>
    public static JsonSerializerOptions Indented { get; } = From(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>The same as other options, with readable text.</summary>
    internal static JsonSerializerOptions From(JsonSerializerOptions options) =>
        new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
