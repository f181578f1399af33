using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>The range that a host's local ports are picked from.</summary>
internal sealed class LocalPorts : Knob
{
    public override string Id => "port-range";

    public override IReadOnlyList<string> Keys { get; } = [Sysctls.LocalPortRangeKey, Sysctls.UnprivilegedPortStartKey];

    public override string ProvenBy => "ip_local_port_range reads back as set";

    public override string Cost => "a search for a port may look at that many more of them";

    public override string Risk =>
        "listeners inside the new range may lose their port to a connection while they are restarted (one restart in ten of "
        + "scenarios/range-safety.yaml): reserve theirs in ip_local_reserved_ports";

    public override IEnumerable<string> Refusals(Conditions conditions)
    {
        foreach (var (host, sysctls) in new[]
        {
            (HostRole.Proxy.All(), conditions.Proxy.Sysctls), (HostRole.Client.All(), conditions.Clients.Sysctls),
        }.Skip(conditions.HasProxy ? 0 : 1))
        {
            var range = sysctls.LocalPorts;
            if (range.Low < sysctls.UnprivilegedPortStart)
            {
                yield return $"the port range of the {host} would be {range}; keep it within "
                    + $"{sysctls.UnprivilegedPortStart}–{PortRanges.MaxPort}, as the kernel takes none below "
                    + $"{Sysctls.UnprivilegedPortStartKey}{(range.Low >= LabPorts.FirstFree ? $", or set that to {range.Low} too" : "")}";
            }
            else if (range.Low < LabPorts.FirstFree)
            {
                yield return $"the port range of the {host} would be {range}; keep it within {LabPorts.FirstFree}–{PortRanges.MaxPort}, as "
                    + "the lab itself listens below";
            }
            else if (range.Usable(sysctls.ReservedPorts) == 0)
            {
                yield return $"the port range of the {host}, {range}, has no port left that is not reserved";
            }
        }
    }

    public override PortModel ShapeHost(PortModel model, Sysctls own, Sysctls peer) =>
        model with { PortsPerPool = own.LocalPorts.Usable([]), HasOddRange = IsOdd(own.LocalPorts) };

    /// <summary>
    /// Whether a range has an odd number of ports, of which a search may miss one. Of three the one that is never reached is not counted.
    /// </summary>
    public static bool IsOdd(PortRange range) => int.IsOddInteger(range.Size) && range.Size != 3;
}
