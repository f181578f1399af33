using System.Text.Json.Nodes;
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

    private static Dictionary<string, string> Flat(Conditions conditions)
    {
        var result = new Dictionary<string, string>();
        Add("", ScenarioFile.ToJson(conditions));
        return result;

        void Add(string path, JsonNode? node)
        {
            if (node is not JsonObject mapping)
            {
                result[path] = node?.ToString() ?? "";
                return;
            }

            foreach (var (key, value) in mapping)
            {
                Add(path.Length == 0 ? key : $"{path}.{key}", value);
            }
        }
    }
}
