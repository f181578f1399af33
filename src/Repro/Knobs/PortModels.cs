using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>Conditions as the port model of each hop's opening side: what every knob makes of it.</summary>
internal static class PortModels
{
    /// <summary>Towards the proxy. Clients close first; the proxy follows at once.</summary>
    public static PortModel Downstream(Conditions conditions, Kernel kernel) =>
        Host(conditions.Clients.Sysctls, conditions.Proxy.Sysctls, kernel) with
        {
            Pools = conditions.Clients.Count,
            OpenSeconds = conditions.Backends.Delay.TotalSeconds,
        };

    /// <summary>Towards the backends.</summary>
    public static PortModel Upstream(Conditions conditions, Kernel kernel, double requestsPerConnection = 1)
    {
        var host = Host(conditions.Proxy.Sysctls, conditions.Backends.Sysctls, kernel);
        return KnobRegistry.All.Aggregate(host, (model, knob) => knob.Shape(model, conditions, kernel)) with
        {
            OpenSeconds = KeptConnections.OpenSeconds(conditions, requestsPerConnection),
        };
    }

    private static PortModel Host(Sysctls own, Sysctls peer, Kernel kernel) => KnobRegistry.All.Aggregate(
        new PortModel { PortsPerPool = 0, TimeWaitSeconds = kernel.TimeWaitSeconds, Hertz = kernel.Hertz },
        (model, knob) => knob.ShapeHost(model, own, peer));
}
