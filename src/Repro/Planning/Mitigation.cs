using Repro.Knobs;
using Repro.Model;
using Repro.Proxies;

namespace Repro.Planning;

/// <summary>A named change of a scenario's conditions, and what there is to know about it before it is used for real.</summary>
public sealed record Mitigation
{
    /// <summary>The name that scenarios use.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public MitigationKind Kind { get; init; } = MitigationKind.Mitigation;

    /// <summary>What it changes, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>How many times as much where the scenario doesn't say; null for one that does not scale.</summary>
    public int? DefaultFactor { get; init; }

    /// <summary>
    /// What it needs from the kernel, beyond what every kernel has: what its knobs need where it is laid over a scenario of defaults.
    /// </summary>
    public IReadOnlyList<KernelNeed> Needs => field ??= [.. KnobRegistry.NeedsOf(OfDefaults)];

    /// <summary>The readback or the counter that proves that it acted; its knobs' words unless it has its own.</summary>
    public string Evidence
    {
        get => field ?? Of(knob => knob.ProvenBy);
        init;
    }

    /// <summary>The words that proxies have for it in their configuration, by proxy; of a sysctl, or one without a word, nothing.</summary>
    public IReadOnlyDictionary<string, string> Words =>
        ProxyKinds.All.Where(kind => kind.Words.ContainsKey(Name)).ToDictionary(kind => kind.Name, kind => kind.Words[Name]);

    /// <summary>What it costs; its knobs' words unless it has its own.</summary>
    public string Cost
    {
        get => field ?? Of(knob => knob.Cost);
        init;
    }

    /// <summary>When it is unsafe, and what goes wrong then; its knobs' words unless it has its own.</summary>
    public string Risk
    {
        get => field ?? Of(knob => knob.Risk);
        init;
    }

    /// <summary>Whether data may be lost or mixed up by it: its risk begins with that word.</summary>
    public bool IsUnsafe => Risk.StartsWith("unsafe", StringComparison.Ordinal);

    /// <summary>The conditions with this mitigation, for a factor (1 where it doesn't scale).</summary>
    public required Func<Conditions, int, Conditions> Apply { get; init; }

    /// <summary>The ids of the knobs that it turns, as proofs and documents call them.</summary>
    public IReadOnlyList<string> KnobIds => [.. Knobs.Select(knob => knob.Id)];

    /// <summary>The knobs that it turns: those of the keys that it changes.</summary>
    internal IReadOnlyList<Knob> Knobs => field ??= [.. OverlayText.Of(this).Keys.Select(KnobRegistry.Of).OfType<Knob>().Distinct()];

    /// <summary>A scenario of defaults with it, by its usual factor.</summary>
    internal Conditions OfDefaults => Apply(new Conditions(), DefaultFactor ?? 1);

    private string Of(Func<Knob, string> words) => string.Join("; ", Knobs.Select(words));
}

/// <summary>What an entry of the catalogue is for.</summary>
public enum MitigationKind
{
    /// <summary>The scenario as it stands.</summary>
    Baseline,

    /// <summary>Meant to help.</summary>
    Mitigation,

    /// <summary>Makes it worse, and is met in the wild.</summary>
    Hazard,

    /// <summary>Believed to help, and does not: a negative control.</summary>
    Myth,
}
