using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What the formulas say about a case before it runs; the simulator, where there is no formula.</summary>
/// <param name="Hops">Clients to proxy, proxy to backends.</param>
public sealed record Prediction(IReadOnlyList<Hop> Hops)
{
    /// <summary>The hop that the scenario is about.</summary>
    public Hop Upstream => Hops[^1];

    /// <summary>The hop that runs out first, or the upstream hop where none does.</summary>
    public Hop Bottleneck => Hops.Where(hop => hop.OnsetSeconds is not null).MinBy(hop => hop.OnsetSeconds) ?? Upstream;

    /// <summary>Predicts a case on a kernel.</summary>
    public static Prediction Of(Conditions conditions, Kernel kernel) => new(
    [
        Predict("clients→proxy", PortModels.Downstream(conditions, kernel), 1, conditions.Load.Law),
        Predict(
            "proxy→backends", PortModels.Upstream(conditions, kernel), PortModels.RequestsPerConnection(conditions), conditions.Load.Law),
    ]);

    private static Hop Predict(string name, PortModel model, int requestsPerConnection, ArrivalLaw law)
    {
        double? onset, knee;
        if (law.Kind == ArrivalKind.Constant)
        {
            var rate = law.RatePerSecond / requestsPerConnection;
            (onset, knee) = (model.OnsetSeconds(rate), model.KneeSeconds(rate));
        }
        else
        {
            var simulated = Simulation.Run(model, law.Times().Where((_, index) => index % requestsPerConnection == 0));
            (onset, knee) = (simulated.OnsetSeconds, simulated.KneeSeconds);
        }

        return new Hop(
            name,
            model.PortsPerPool,
            model.Pools,
            model.Capacity,
            requestsPerConnection,
            model.HoldSeconds,
            model.ThresholdPerSecond * requestsPerConnection,
            onset,
            model.Search == PortSearch.ByParity ? knee : null);
    }
}
