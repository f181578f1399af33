using Repro.Physics;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What a case's lab was made of, as its conditions say.</summary>
internal static class TopologyFacts
{
    public static TopologySummary Of(CaseFile file)
    {
        var conditions = CaseConditions.Of(file);
        var proxy = conditions.Proxy;
        return new TopologySummary(
            conditions.Clients.Count,
            Format(conditions.Clients.Sysctls.LocalPorts),
            proxy.Kind.ToString().ToLowerInvariant(),
            proxy.Transparent ? conditions.Clients.Count : proxy.Addresses,
            Format(proxy.SocketPorts ?? proxy.Sysctls.LocalPorts),
            conditions.Backends.Count,
            conditions.Backends.Addresses,
            conditions.Backends.Ports);
    }

    private static string Format(PortRange range) => $"{range.Low}–{range.High}";
}
