using Repro.Knobs;
using Repro.Model;
using Repro.Physics;

namespace Repro.Planning;

/// <summary>What becomes of connections that have to find a port of a NAT's.</summary>
internal static class NatOutlook
{
    // Of a whole load that any connection of it meets such a chance.
    private const double Unlikely = 0.001;

    /// <summary>The NAT's hop.</summary>
    /// <param name="conditions">What is set.</param>
    /// <param name="upstream">The ports of whoever connects.</param>
    /// <param name="own">The hop of those ports: what finds none there never comes to the NAT.</param>
    /// <param name="predict">Predicts a hop by its ports.</param>
    public static Hop Of(Conditions conditions, PortModel upstream, Hop own, Func<PortModel, Hop> predict)
    {
        // An address is chosen by a hash of both ends' (find_best_ips_proto): for one end and another it is always the same.
        var addresses = Math.Min(conditions.Nat.Addresses, conditions.Sources);
        var model = NatPool.Model(conditions, upstream, addresses);
        var hop = ByChance(conditions, predict(model), model);
        if (addresses > 1 && ByChance(conditions, predict(model with { Pools = conditions.DestinationCount }), model) is var alone
            && (alone.EarliestOnsetSeconds ?? alone.OnsetSeconds) is { } first)
        {
            hop = hop with
            {
                EarliestOnsetSeconds = first,
                SafePerSecond = alone.SafePerSecond,
                DependsOn = "which of the NAT's addresses the kernel's hash of a client's and a backend's address gives: all connections "
                    + "of such a pair have the same",
            };
        }

        return PerhapsAgain(conditions, hop, model);
    }

    private static Hop ByChance(Conditions conditions, Hop hop, PortModel model)
    {
        var law = conditions.Load.Law;
        var (least, median, most) = NatSearch.FirstRefused(model.PortsPerPool, model.Pools);
        if (hop.OnsetSeconds is { } full && least < model.PortsPerPool && law.Kind == ArrivalKind.Constant)
        {
            return hop with
            {
                OnsetSeconds = full * median / model.PortsPerPool,
                EarliestOnsetSeconds = full * least / model.PortsPerPool,
                LatestOnsetSeconds = full * most / model.PortsPerPool,
                SafePerSecond = hop.SafePerSecond * least / model.PortsPerPool,
            };
        }

        var connections = law.Count() / hop.RequestsPerConnection;
        return hop.OnsetSeconds is null && connections > model.Capacity
            && NatSearch.EvictsNone(model.PortsPerPool) * connections > Unlikely
            ? hop with
            {
                EarliestOnsetSeconds = model.Capacity / (law.MeanPerSecond / hop.RequestsPerConnection),
                DependsOn = "chance: of a pool that is full of TIME_WAIT every other port can be taken over, and a small one may have none",
            }
            : hop;
    }

    // What was dropped is sent again, for as long as the client is patient: where a port comes free meanwhile, it is only late.
    private static Hop PerhapsAgain(Conditions conditions, Hop hop, PortModel model) =>
        hop.OnsetSeconds is { } onset && onset + conditions.PatienceSeconds > model.HoldSeconds
            ? hop with
            {
                OnsetSeconds = null,
                EarliestOnsetSeconds = hop.EarliestOnsetSeconds ?? onset,
                LatestOnsetSeconds = null,
                DependsOn = "chance: a SYN that found no port is sent again, and may find one that has come free meanwhile",
            }
            : hop;
}
