using System.Text.Json.Nodes;
using Repro.Model;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What a mitigation changes, as the keys of a scenario.</summary>
public static class OverlayText
{
    /// <summary>Value by key, with dots, of what it changes in a scenario of defaults, with its usual factor.</summary>
    public static IReadOnlyDictionary<string, string> Of(Mitigation mitigation)
    {
        var before = Flat(new Conditions());
        var after = Flat(mitigation.OfDefaults);
        return after.Where(pair => before.GetValueOrDefault(pair.Key) != pair.Value).ToDictionary();
    }

    /// <summary>The keys of a scenario that differ between conditions, with both values: <c>proxy.addresses: 1 → 2</c>.</summary>
    internal static string Changes(Conditions before, Conditions after)
    {
        var (from, to) = (Flat(before), Flat(after));
        return string.Join(
            ", ", from.Keys.Union(to.Keys).Where(key => from.GetValueOrDefault(key) != to.GetValueOrDefault(key))
                .Select(key => (from.GetValueOrDefault(key), to.GetValueOrDefault(key)) switch
                {
                    (null or "", var set) => $"{key}: {set}",
                    (var unset, null or "") => $"{key}: {unset} → unset",
                    var (one, other) => $"{key}: {one} → {other}",
                }));
    }

    // As YAML has it on one line.
    private static string Line(JsonNode? node) => node is JsonObject mapping
        ? $"{{ {string.Join(", ", mapping.Select(pair => $"{pair.Key}: {Line(pair.Value)}"))} }}"
        : node?.ToString() ?? "";

    private static Dictionary<string, string> Flat(Conditions conditions)
    {
        var result = new Dictionary<string, string>();
        Add("", ScenarioFile.ToJson(conditions));
        return result;

        void Add(string path, JsonNode? node)
        {
            if (node is not JsonObject mapping)
            {
                result[path] = node is JsonArray list ? string.Join(", ", list.Select(Line)) : node?.ToString() ?? "";
                return;
            }

            foreach (var (key, value) in mapping)
            {
                Add(path.Length == 0 ? key : $"{path}.{key}", value);
            }
        }
    }
}
