using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Repro.Model;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>The conditions of a recorded case, read once however many conclusions ask for them.</summary>
internal static class CaseConditions
{
    private const int MostNamed = 3;

    private static readonly ConditionalWeakTable<JsonNode, Reading> Known = [];

    /// <summary>The conditions that the case ran under; of those that can't be read ask <see cref="Damage"/> first.</summary>
    public static Conditions Of(CaseFile file) => Read(file).Conditions;

    /// <summary>What of the conditions can't be read, so that nothing is known of the case; null for those that are whole.</summary>
    public static UnreadableCase? Damage(CaseFile file) => Read(file).Problems is { Count: > 0 } problems
        ? new UnreadableCase(
            file.Id,
            $"{RunDirectory.CasePlace(file.Id)}/{RunDirectory.CaseName}: {string.Join("; ", problems.Take(MostNamed))}"
                + (problems.Count > MostNamed ? $"; and {problems.Count - MostNamed} more" : ""))
        : null;

    private static Reading Read(CaseFile file) => Known.GetValue(file.Conditions, json =>
    {
        var (conditions, problems) = ScenarioFile.ReadConditions(json);
        return new Reading(conditions, problems);
    });

    private sealed record Reading(Conditions Conditions, IReadOnlyList<string> Problems);
}
