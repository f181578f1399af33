using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>Conditions as the port model of each hop's opening side: what every knob makes of it.</summary>
internal static class PortModels
{
    /// <summary>Towards the proxy. Clients close first; the proxy follows at once.</summary>
    public static PortModel Downstream(Conditions conditions, Kernel kernel) =>
        Host(conditions.Clients.Sysctls, conditions.Proxy.Sysctls, conditions.Clients.Count, kernel) with
        {
            Pools = conditions.Clients.Count,
            OpenSeconds = conditions.Backends.Delay.TotalSeconds,
        };

    /// <summary>Towards the backends, from the proxy or, where there is none, from the clients.</summary>
    public static PortModel Upstream(Conditions conditions, Kernel kernel, double requestsPerConnection = 1)
    {
        var host = Host(conditions.Opener.Sysctls, conditions.PeerSysctls, conditions.Openers, kernel);
        return KnobRegistry.All.Aggregate(host, (model, knob) => knob.Shape(model, conditions, kernel)) with
        {
            OpenSeconds = KeptConnections.OpenSeconds(conditions, requestsPerConnection),
        };
    }

    // Pools are those of all hosts together, and so are buckets.
    private static PortModel Host(Sysctls own, Sysctls peer, int hosts, Kernel kernel)
    {
        var one = KnobRegistry.All.Aggregate(
            new PortModel { PortsPerPool = 0, TimeWaitSeconds = kernel.TimeWaitSeconds, Hertz = kernel.Hertz },
            (model, knob) => knob.ShapeHost(model, own, peer));
        return one with { TimeWaitBuckets = one.TimeWaitBuckets * hosts };
    }
}
