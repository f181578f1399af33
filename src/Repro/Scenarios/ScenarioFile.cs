using System.Text.Json.Nodes;
using Repro.Model;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>Scenarios as text: parsed, written, and described as a JSON schema.</summary>
public static class ScenarioFile
{
    // Conditions that were recorded before backends.closes took the place of closeFirst have neither.
    private static readonly string[] KeysAfterCloseFirst = ["conditions.backends.closes", "conditions.proxy.httpVersion"];

    /// <summary>
    /// Keys that conditions may lack, as they may have been recorded before there were these: <c>conditions.proxy.retries</c>. Their
    /// defaults are what was before.
    /// </summary>
    internal static IReadOnlyList<string> LaterKeys { get; } =
    [
        .. new[]
        {
            "retries", "addresses", "bind", "socketPorts", "httpVersion", "close", "keepAlive",
        }.Select(key => $"conditions.clients.{key}"),
        "conditions.network", "conditions.network.path", "conditions.nat", "conditions.load.command",
        "conditions.steps", "conditions.services", "conditions.backends.idle",
    ];

    /// <summary>Letters of the longest text that is read.</summary>
    public const int LongestText = YamlText.LongestText;

    /// <summary>Parses a scenario. All that is wrong is reported at once; the defaults stand in for it.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">The file's name, for positions; its stem is the scenario's name unless the text has one.</param>
    /// <param name="settings">Overlays of the form <c>load.rate=600/s</c>, applied last.</param>
    /// <param name="readFile">
    /// Reads a file of sysctls that the text names, by its path there, or throws a <see cref="ReproException"/>; null where none may be
    /// named.
    /// </param>
    /// <param name="hasSysctl">
    /// Whether hosts have a sysctl, for those of such files that need not be there; null where that is not known.
    /// </param>
    public static (Scenario Scenario, IReadOnlyList<Diagnostic> Diagnostics) Parse(
        string yaml,
        string file,
        IReadOnlyList<string>? settings = null,
        Func<string, string>? readFile = null,
        Func<string, bool>? hasSysctl = null)
    {
        var context = new ReadContext(file, readFile: readFile, hasSysctl: hasSysctl);
        var scenario = Read(yaml, new Scenario { Name = NameOf(file), Position = new SourcePosition(file, 1, 1) }, context);
        var diagnostics = context.Diagnostics.ToList();
        var sysctls = context.Sysctls.ToList();
        foreach (var setting in settings ?? [])
        {
            var laidOver = new ReadContext(
                setting.IndexOf('=', StringComparison.Ordinal) > 0 ? $"--set {Quoted.Clip(setting)}" : "--set",
                hasLines: false, readFile, hasSysctl);
            scenario = ApplySetting(scenario, setting, laidOver);
            diagnostics.AddRange(laidOver.Diagnostics);
            sysctls.AddRange(laidOver.Sysctls);
        }

        return (scenario with { NamedSysctls = sysctls }, diagnostics.Distinct().ToList());
    }

    /// <summary>The scenario with every key spelt out, as JSON, which is YAML too: what was understood.</summary>
    internal static JsonNode ToJson(Scenario scenario) => ScenarioKeys.Scenario.Write(scenario);

    /// <summary>What <see cref="ToJson(Scenario)"/> wrote, as YAML that people read more easily.</summary>
    internal static string ToYaml(JsonNode json)
    {
        var text = new StringWriter();
        new YamlStream(new YamlDocument(YamlJson.ToYaml(json))).Save(text, assignAnchors: false);
        // YamlDotNet ends every document with a line of three dots.
        return text.ToString().TrimEnd('.', '\n', '\r') + "\n";
    }

    /// <summary>The conditions with every key spelt out, as JSON.</summary>
    internal static JsonNode ToJson(Conditions conditions) => ScenarioKeys.Conditions.Write(conditions);

    /// <summary>Conditions that <see cref="ToJson(Conditions)"/> wrote, with every key spelt out.</summary>
    /// <returns>
    /// The conditions, and what of the text is not theirs: keys that are unknown or missing, values that can't be. Defaults stand in for
    /// it.
    /// </returns>
    internal static (Conditions Conditions, IReadOnlyList<string> Problems) ReadConditions(JsonNode json)
    {
        var context = new ReadContext("");
        var root = YamlText.Load(json.ToJsonString(), context);
        var conditions = root is null ? new Conditions() : ScenarioKeys.Conditions.Read(root, new Conditions(), context);
        // It is all on one line: a column is the place of one key, or of its value.
        var keys = Keys("conditions", root).DistinctBy(key => key.Column).ToDictionary();
        var problems = context.Diagnostics.Select(diagnostic =>
            $"{keys.GetValueOrDefault(diagnostic.Position.Column, "conditions")}: {diagnostic.Message}");
        var missing = Missing("conditions", ToJson(conditions), json).Except([.. LaterKeys, .. IsOlder(json) ? KeysAfterCloseFirst : []]);
        return (conditions, [.. problems, .. missing.Select(key => $"{key} is missing")]);
    }

    /// <summary>JSON schema (draft 2020-12) of a scenario file, for editors.</summary>
    public static string JsonSchema()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Repro scenario",
        };
        foreach (var (key, value) in ScenarioKeys.Scenario.Schema())
        {
            schema[key] = value?.DeepClone();
        }

        return schema.ToJsonString(ReadableJson.Indented) + "\n";
    }

    private static Scenario ApplySetting(Scenario scenario, string setting, ReadContext context)
    {
        var split = setting.IndexOf('=', StringComparison.Ordinal);
        if (split <= 0)
        {
            context.Report(Mark.Empty, $"{Quoted.Of(setting)} is not of the form key=value, like load.rate=600/s");
            return scenario;
        }

        if (!BoundedParser.IsWhole(setting))
        {
            context.Report(Mark.Empty, BoundedParser.HalfLetter);
            return scenario;
        }

        var (path, value) = (setting[..split], setting[(split + 1)..]);
        if (path.Split('.').Length > BoundedParser.MostLevels)
        {
            context.Report(Mark.Empty, "no key has as many dots");
            return scenario;
        }

        // Lists and mappings are YAML; anything else stands for itself, whatever is in it.
        var parsed = value is ['[' or '{', ..] ? YamlText.Load(value, context) : new YamlScalarNode(value);
        if (parsed is null)
        {
            return scenario;
        }

        // What the file expects is of its own cases.
        var laidOver = path.Split('.')[0] is ScenarioKeys.MitigationsKey or ScenarioKeys.MatrixKey
            ? scenario with { Expect = [] }
            : scenario;
        var nested = KeyPath.Nest(path, parsed);
        TuningFiles.Resolve(nested, context);
        return ScenarioKeys.Scenario.Read(nested, laidOver, context);
    }

    private static IEnumerable<(long Column, string Key)> Keys(string path, YamlNode? node) =>
    [
        .. node is null ? Array.Empty<(long, string)>() : [(node.Start.Column, path)],
        .. from pair in (node as YamlMappingNode ?? []).Children
           let key = $"{path}.{pair.Key}"
           from place in Keys(key, pair.Value).Prepend((pair.Key.Start.Column, key))
           select place,
    ];

    private static bool IsOlder(JsonNode conditions) =>
        conditions is JsonObject root && root["backends"] is JsonObject backends && backends.ContainsKey("closeFirst");

    private static IEnumerable<string> Missing(string path, JsonNode? whole, JsonNode? read) =>
        from pair in whole as JsonObject ?? []
        let key = $"{path}.{pair.Key}"
        let found = (read as JsonObject)?[pair.Key]
        from missing in found is null ? [key] : Missing(key, pair.Value, found)
        select missing;

    private static string NameOf(string file)
    {
        var letters = Path.GetFileNameWithoutExtension(file)
            .Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '-');
        var name = string.Concat(letters).TrimStart('.', '-', '_');
        return name.Length == 0 ? "scenario" : name[..Math.Min(name.Length, Codecs.LongestName)];
    }

    private static Scenario Read(string yaml, Scenario fallback, ReadContext context) =>
        YamlText.Load(yaml, context) is { } root ? ScenarioKeys.Scenario.Read(root, fallback, context) : fallback;
}
