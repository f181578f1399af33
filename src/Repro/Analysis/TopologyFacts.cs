using Repro.Model;
using Repro.Physics;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What a case's lab was made of, as its conditions say.</summary>
internal static class TopologyFacts
{
    public static TopologySummary Of(CaseFile file)
    {
        var conditions = CaseConditions.Of(file);
        var opener = conditions.Opener;
        var ports = Format(opener.SocketPorts ?? opener.Sysctls.LocalPorts);
        return new TopologySummary(
            conditions.Clients.Count,
            conditions.HasProxy ? Format(conditions.Clients.Sysctls.LocalPorts) : ports,
            conditions.Proxy.Kind,
            conditions.HasProxy ? conditions.Sources : 0,
            conditions.HasProxy ? ports : "",
            conditions.Backends.Count,
            conditions.Backends.Addresses,
            conditions.Backends.Ports,
            conditions.Clients.Addresses > 1 ? conditions.Clients.Addresses : null,
            conditions.Network.Path switch
            {
                NetworkPath.Loopback => "loopback",
                NetworkPath.OwnAddress => "own-address",
                _ => null,
            },
            conditions.HasNat ? conditions.Nat.Ports : null,
            conditions.HasNat ? conditions.Nat.Addresses : null);
    }

    private static string Format(PortRange range) => $"{range.Low}–{range.High}";
}
