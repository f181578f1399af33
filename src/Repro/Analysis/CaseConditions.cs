using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>The conditions of a recorded case, read once however many conclusions ask for them.</summary>
internal static class CaseConditions
{
    private static readonly ConditionalWeakTable<JsonNode, Conditions> Known = [];

    /// <summary>The conditions that the case ran under.</summary>
    public static Conditions Of(CaseFile file) => Known.GetValue(file.Conditions, ScenarioFile.ReadConditions);
}
