using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What the formulas say about a case before it runs.</summary>
/// <param name="Hops">Clients to proxy, proxy to backends.</param>
public sealed record Prediction(IReadOnlyList<Hop> Hops)
{
    /// <summary>The hop that the scenario is about.</summary>
    public Hop Upstream => Hops[^1];

    /// <summary>The hop that runs out first, or the upstream hop where none does.</summary>
    public Hop Bottleneck => Hops.Where(hop => hop.OnsetSeconds is not null).MinBy(hop => hop.OnsetSeconds) ?? Upstream;

    /// <summary>Predicts a case on a kernel of this timer frequency.</summary>
    public static Prediction Of(Conditions conditions, int hertz)
    {
        var rate = conditions.Load.Rate.PerSecond;
        return new Prediction(
        [
            Predict("clients→proxy", conditions.Clients.Sysctls, conditions.Clients.Count, rate, hertz),
            Predict(
                "proxy→backends",
                conditions.Proxy.Sysctls,
                conditions.Proxy.Addresses * conditions.Backends.Count * conditions.Backends.Addresses * conditions.Backends.Ports,
                rate,
                hertz),
        ]);
    }

    private static Hop Predict(string name, Sysctls sysctls, int tuples, double rate, int hertz)
    {
        var ports = sysctls.LocalPorts.Usable(sysctls.ReservedPorts);
        var capacity = Exhaustion.Capacity(ports, tuples);
        var timeWait = Exhaustion.HoldSeconds(hertz);
        var hold = sysctls.ReusesTimeWait ? Math.Min(timeWait, sysctls.ReuseDelaySeconds) : timeWait;
        return new Hop(
            name,
            ports,
            tuples,
            capacity,
            hold,
            Exhaustion.Threshold(capacity, hold),
            Exhaustion.Onset(capacity, hold, rate),
            Exhaustion.Knee(capacity, hold, rate));
    }
}
