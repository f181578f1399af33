using System.Text.Json;
using System.Text.Json.Serialization;

namespace Repro.Progress;

/// <summary>A run at one moment: what every view of it shows.</summary>
public sealed record RunProgress
{
    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>The scenario's question.</summary>
    public required string Question { get; init; }

    /// <summary>Where the run is recorded, in full.</summary>
    public required string Directory { get; init; }

    /// <summary>Seconds since the run began, by the clock on the wall.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>
    /// Every case that is run, in the order of the plan; none yet while the machine is measured, and more as a search goes on.
    /// </summary>
    public required IReadOnlyList<CaseState> Cases { get; init; }

    /// <summary>What came of it; null while it goes on.</summary>
    public RunConclusion? End { get; init; }

    /// <summary>Cases that are over.</summary>
    public int CasesDone => Cases.Count(state => state.Phase is CasePhase.Done or CasePhase.Failed);

    /// <summary>As one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ProgressJson.Default.RunProgress);
}

/// <summary>The JSON of a run's progress.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunProgress))]
internal sealed partial class ProgressJson : JsonSerializerContext;
