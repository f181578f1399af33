using System.Text.Json.Serialization;

namespace Repro.Doctor;

/// <summary>What this machine has of what labs use.</summary>
/// <param name="Lab">The kind of lab that is asked for.</param>
/// <param name="Parts">The parts, in the order in which a run needs them.</param>
public sealed record Examination(string Lab, IReadOnlyList<ExaminedPart> Parts)
{
    /// <summary>Version of this contract.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Whether such a lab can be had.</summary>
    public bool CanRun => !Obstacles.Any();

    /// <summary>What it can't be had for want of.</summary>
    [JsonIgnore]
    public IEnumerable<ExaminedPart> Obstacles => Parts.Where(part => part.State == PartState.Missing && part.RequiredBy.Contains(Lab));
}

/// <summary>The JSON of an examination.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Examination))]
internal sealed partial class ExaminationJson : JsonSerializerContext;

/// <summary>The JSON of parts that are told from inside of a sandbox, a line each.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExaminedPart))]
internal sealed partial class PartJson : JsonSerializerContext;
