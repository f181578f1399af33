using System.Text.Json.Nodes;
using Repro.Model;
using Repro.Scenarios;

namespace Repro.Standalone;

/// <summary>
/// What of a case's conditions a node that runs alone is told: keys of a scenario with their values, as <c>--set</c> takes them. Hosts,
/// addresses and sysctls are not among them: those belong to whoever starts the nodes.
/// </summary>
internal static class StandaloneSettings
{
    public const string Rate = "load.rate";
    public const string Duration = "load.duration";

    private const string OneAddress = "a container has one address in its network";

    // Keys that say which hosts there are, and where.
    private static readonly string[] Places = ["clients.count", "backends.count", "backends.ports"];

    // By name, as leaving one out would run something else without a word.
    private static readonly Dictionary<string, string> Impossible = new()
    {
        ["proxy.addresses"] = OneAddress,
        ["backends.addresses"] = OneAddress,
        ["proxy.kind"] = "the nodes have the built-in proxy, and clients that ask it",
        ["load.command"] = "the nodes have the built-in client",
        ["network.path"] = "each node has a network of its own",
        ["proxy.transparent"] = "it takes routes that a container is not given",
        ["steps"] = "a node that runs alone has no moments of others' to go by",
        ["nat.ports"] = "it takes routes that a container is not given",
        ["services.ports"] = "nobody records there what their restarts meet",
    };

    /// <summary>A client's: rate and duration, and what else of the load differs from the defaults.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> OfClient(Conditions conditions) =>
        Choose(conditions, key => key.StartsWith("load.", StringComparison.Ordinal) && key != "load.response", Rate, Duration);

    /// <summary>The proxy's, those that differ from the defaults.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> OfProxy(Conditions conditions) =>
        Choose(
            conditions,
            key => key.StartsWith("proxy.", StringComparison.Ordinal) || key is "load.timeout" or "backends.closes" or "prefill");

    /// <summary>A backend's, those that differ from the defaults.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> OfBackend(Conditions conditions) =>
        Choose(conditions, key => key.StartsWith("backends.", StringComparison.Ordinal) || key == "load.response");

    /// <summary>Refuses what nodes that run alone, or the containers that they run in, can't do.</summary>
    /// <exception cref="ReproException">The conditions have something of it.</exception>
    public static void Check(Conditions conditions)
    {
        var defaults = Leaves(new Conditions()).ToDictionary();
        foreach (var (key, value) in Changed(conditions))
        {
            if (Impossible.TryGetValue(key, out var reason))
            {
                throw new ReproException(
                    FailureKind.BadInput,
                    $"The lab by hand can't have {key}={value}: {reason}.",
                    $"Choose another case, or leave it at its default: --set {key}={defaults.GetValueOrDefault(key)}.");
            }
        }
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Choose(
        Conditions conditions, Func<string, bool> isMeant, params string[] always) =>
    [
        .. Leaves(conditions).Where(leaf => always.Contains(leaf.Key)),
        .. Changed(conditions).Where(leaf => isMeant(leaf.Key) && !Places.Contains(leaf.Key) && !always.Contains(leaf.Key)),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Changed(Conditions conditions) =>
        Leaves(conditions).Except(Leaves(new Conditions()));

    private static IEnumerable<KeyValuePair<string, string>> Leaves(Conditions conditions) =>
        Leaves(ScenarioFile.ToJson(conditions), "").Where(leaf => !leaf.Key.Contains(".sysctls", StringComparison.Ordinal));

    private static IEnumerable<KeyValuePair<string, string>> Leaves(JsonNode node, string path) => node is JsonObject mapping
        ? mapping.SelectMany(pair => Leaves(pair.Value!, path.Length == 0 ? pair.Key : $"{path}.{pair.Key}"))
        : [KeyValuePair.Create(path, node.ToString())];
}
