using System.Text.Json;

namespace Repro.Docker;

/// <summary>Paths and queries of the engine's HTTP API.</summary>
internal static class ApiPath
{
    /// <summary>A path with a query of what is not null.</summary>
    public static string Query(string path, params IEnumerable<(string Key, string? Value)> parameters)
    {
        var query = string.Join('&', parameters.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"));
        return query.Length > 0 ? $"{path}?{query}" : path;
    }

    /// <summary>The filter of a list by labels, each <c>key</c> or <c>key=value</c>; null for all.</summary>
    public static string? LabelFilter(IReadOnlyList<string> labels) => labels.Count == 0
        ? null
        : JsonSerializer.Serialize(new Dictionary<string, string[]> { ["label"] = [.. labels] }, EngineJson.Default.Filters);

    /// <summary>The path of a container, network or image. The slashes and colons of an image's name may stand in a path.</summary>
    public static string Of(string kind, string name, string action = "") =>
        $"/{kind}/{Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal)}{action}";
}
