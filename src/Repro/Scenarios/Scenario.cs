using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>What the user writes: a question, the conditions, and the mitigations to compare under them.</summary>
public sealed record Scenario
{
    /// <summary>Names the results; letters, digits, dot, dash and underscore.</summary>
    public string Name { get; init; } = "scenario";

    /// <summary>Where it stands.</summary>
    public SourcePosition Position { get; init; }

    /// <summary>What the scenario is to answer; printed at the top of the report.</summary>
    public string Question { get; init; } = "";

    /// <summary>The conditions without any mitigation.</summary>
    public Conditions Conditions { get; init; } = new();

    /// <summary>What to compare, in the order of the file.</summary>
    public IReadOnlyList<MitigationUse> Mitigations { get; init; } = [];

    /// <summary>Expected verdict by mitigation, in the words of <see cref="Verdicts"/>; a run that differs exits with 1.</summary>
    public IReadOnlyList<Expectation> Expect { get; init; } = [];
}

/// <summary>The verdict that a scenario expects for a mitigation.</summary>
/// <param name="Mitigation">The mitigation as the scenario's list names it.</param>
/// <param name="Verdict">A word of <see cref="Verdicts"/>.</param>
/// <param name="Position">Where the expectation stands.</param>
public sealed record Expectation(string Mitigation, string Verdict, SourcePosition Position);

/// <summary>A mitigation as a scenario uses it: from the catalogue by name and factor, or one of the user's own.</summary>
public sealed record MitigationUse
{
    /// <summary>Name in the catalogue, or the user's own.</summary>
    public required string Name { get; init; }

    /// <summary>How many times as much, for those that scale; null for the catalogue's own choice.</summary>
    public int? Factor { get; init; }

    /// <summary>The user's own overlay, or null for one of the catalogue.</summary>
    public ConditionsOverlay? Overlay { get; init; }

    /// <summary>Where the scenario names it.</summary>
    public required SourcePosition Position { get; init; }
}

/// <summary>A part of the conditions, in YAML, that replaces what it names and leaves the rest.</summary>
public sealed class ConditionsOverlay
{
    private readonly YamlNode node;

    internal ConditionsOverlay(YamlNode node) => this.node = node;

    /// <summary>The conditions with this overlay laid over them.</summary>
    public Conditions Apply(Conditions conditions) => ScenarioShape.Conditions.Read(node, conditions, new ReadContext("overlay"));

    internal JsonNode ToJson() => YamlToJson.Convert(node);
}
