namespace Repro.Planning;

/// <summary>The mitigations, hazards and myths that ship with the program.</summary>
public static class Catalogue
{
    /// <summary>The name of the baseline.</summary>
    internal const string Baseline = "none";

    /// <summary>All of them, the baseline first.</summary>
    public static IReadOnlyList<Mitigation> All { get; } =
    [
        new()
        {
            Name = Baseline,
            Kind = MitigationKind.Baseline,
            Summary = "the scenario as it stands: the baseline",
            Evidence = "sysctls read back as the scenario sets them",
            Cost = "nothing",
            Risk = "ports run out above capacity ÷ hold time",
            Apply = (conditions, _) => conditions,
        },
        .. CapacityMitigations.All,
        .. TimeWaitMitigations.All,
        .. ConnectionMitigations.All,
        .. Hazards.All,
    ];

    /// <summary>The one of that name, or null.</summary>
    public static Mitigation? Find(string name) => All.FirstOrDefault(mitigation => mitigation.Name == name);
}
