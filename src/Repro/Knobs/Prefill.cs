using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>Ports that are in TIME_WAIT before the load starts.</summary>
internal sealed class Prefill : Knob
{
    // Some tens of microseconds each; and what was filled first is free again after a minute.
    private const long MostPorts = 500_000;

    public override string Id => "prefill";

    public override IReadOnlyList<string> Keys { get; } = ["prefill"];

    public override string ProvenBy => "as many ports are filled, and in TIME_WAIT when the load begins";

    public override string Cost => "the time that it takes to fill them, before the load";

    public override string Risk => "none: it stands for a load that was there before";

    public override IEnumerable<string> Refusals(Conditions conditions) => Ports(conditions) is > MostPorts and var ports
        ? [$"{ports} ports are more than can be filled before the first is free again; keep prefill × ports within {MostPorts}"]
        : [];

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        upstream with { PrefilledPerPool = (int)(upstream.PortsPerPool * conditions.PrefillPercent / 100) };

    /// <summary>Ports of all tuples that are to be filled.</summary>
    public static long Ports(Conditions conditions)
    {
        var upstream = PortModels.Upstream(conditions, new Kernel());
        return (long)upstream.PrefilledPerPool * upstream.Pools;
    }

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        if (conditions.PrefillPercent > 0)
        {
            // Those that were filled first may be gone by the time that the last one is.
            var wanted = Math.Min(
                observed.CapacityPorts * conditions.PrefillPercent / 100,
                conditions.Opener.Sysctls.TimeWaitBuckets * (double)conditions.Openers ?? double.MaxValue);
            yield return new Evidence(
                "ports-prefilled",
                Math.Min(observed.Prefilled, observed.FirstTimeWait) >= (wanted * Nearly) - observed.Tuples,
                $"{observed.Prefilled} {Noun.Of(observed.Prefilled, "port")} {Noun.Were(observed.Prefilled)} filled before the load, and "
                    + $"{observed.FirstTimeWait} in TIME_WAIT when it began");
        }
    }
}
