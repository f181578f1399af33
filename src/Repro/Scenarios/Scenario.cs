using Repro.Expectations;
using Repro.Model;

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

    /// <summary>Keys of the conditions that take several values: every mitigation runs with every combination of them.</summary>
    public IReadOnlyList<MatrixAxis> Matrix { get; init; } = [];

    /// <summary>What is looked for.</summary>
    public Goal Find { get; init; } = Goal.Onset;

    /// <summary>What is expected of each mitigation; a run that differs exits with 1.</summary>
    public IReadOnlyList<Expectation> Expect { get; init; } = [];

    /// <summary>The sysctls that its text sets, of whichever host, with their places.</summary>
    public IReadOnlyList<NamedSysctl> NamedSysctls { get; init; } = [];
}

/// <summary>A sysctl that a scenario's text sets.</summary>
/// <param name="Name">By the kernel's own name.</param>
/// <param name="Value">With single spaces.</param>
/// <param name="Position">Where it stands.</param>
public sealed record NamedSysctl(string Name, string Value, SourcePosition Position);

/// <summary>What a run looks for.</summary>
public enum Goal
{
    /// <summary>When failures begin, at the rates of the scenario.</summary>
    Onset,

    /// <summary>The highest rate that never fails, narrowed down by labs at one rate each.</summary>
    Threshold,
}

/// <summary>What a scenario expects of one figure of a mitigation.</summary>
/// <param name="Mitigation">The mitigation as the scenario's list names it.</param>
/// <param name="Figure">The figure's key: <c>verdict</c>, <c>firstFailure</c>.</param>
/// <param name="Expected">A word of <see cref="Verdicts"/>, or what a number is to be: <c>4s ± 2%</c>.</param>
/// <param name="Position">Where the expectation stands.</param>
public sealed record Expectation(string Mitigation, string Figure, string Expected, SourcePosition Position)
{
    /// <summary>Whether it is a verdict that is expected.</summary>
    internal bool IsVerdict => Figure == ExpectableFigures.Verdict.Name;

    /// <summary>Whether it can't be told without a baseline at the same rate.</summary>
    internal bool IsComparison => IsVerdict ? Verdicts.IsComparison(Expected) : Figure == ExpectableFigures.DelayFactor.Name;

    /// <summary>Whether it is of all rates together.</summary>
    internal bool IsOfLabel => ExpectableFigures.Named(Figure) is { IsOfLabel: true };
}

/// <summary>A mitigation as a scenario uses it: one of the catalogue, several together, or one of the user's own.</summary>
public sealed record MitigationUse
{
    /// <summary>The user's own name, or null for the names of the terms.</summary>
    public string? OwnName { get; init; }

    /// <summary>Mitigations of the catalogue, applied in order; may be empty for one of the user's own.</summary>
    public IReadOnlyList<MitigationTerm> Terms { get; init; } = [];

    /// <summary>The user's own overlay, applied last; null for none.</summary>
    public ConditionsOverlay? Overlay { get; init; }

    /// <summary>Where the scenario names it.</summary>
    public required SourcePosition Position { get; init; }
}

/// <summary>A mitigation of the catalogue, as part of a use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Factor">How many times as much, for those that scale; null for the catalogue's own choice.</param>
public sealed record MitigationTerm(string Name, int? Factor);
