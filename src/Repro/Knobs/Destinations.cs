using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>The backends' addresses and ports: with the source addresses they make the tuples.</summary>
internal sealed class Destinations : Knob
{
    public override string Id => "destinations";

    public override IReadOnlyList<string> Keys { get; } = ["backends.count", "backends.addresses", "backends.ports"];

    public override string ProvenBy => "ports are in use towards every destination, as sock_diag shows";

    public override string Cost => "addresses or listeners on the backends, and a proxy that spreads its load over them";

    public override string Risk => "none of its own; firewalls have to know the new addresses and ports";

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        upstream with { Pools = conditions.Tuples };

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed) => TuplesUsed(conditions, observed);

    /// <summary>Whether every tuple had ports in use: the proof of all that makes tuples, sources and destinations.</summary>
    public static IEnumerable<Evidence> TuplesUsed(Conditions conditions, IObserved observed)
    {
        var tuples = conditions.Tuples;
        if (!LeavesTimeWait(conditions) || observed.Connects < tuples || conditions.Opener.KeepAlive.Connections > 0
            || conditions.Opener.Sysctls.TimeWaitBuckets < tuples / conditions.Openers)
        {
            yield break;
        }

        var (used, whose) = conditions.Proxy.Transparent
            ? (observed.ClientTuplesUsed, " from clients' addresses")
            : (observed.TuplesUsed, "");
        yield return new Evidence(
            "tuples-used", used == tuples, $"ports were in use on {used} of {tuples} {Noun.Of(tuples, "tuple")}{whose}");
    }
}
