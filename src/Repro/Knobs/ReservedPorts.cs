using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>Ports of the range that are never picked.</summary>
internal sealed class ReservedPorts : Knob
{
    public override string Id => "reserved-ports";

    public override IReadOnlyList<string> Keys { get; } = [Sysctls.LocalReservedPortsKey];

    public override string ProvenBy => "ip_local_reserved_ports reads back as set, and no service finds a port of it taken";

    public override string Cost => "the reserved ports";

    public override string Risk => "needed for listeners inside the range; forgotten reservations make it narrower than it reads";

    public override PortModel ShapeHost(PortModel model, Sysctls own, Sysctls peer) =>
        model with { PortsPerPool = own.LocalPorts.Usable(own.ReservedPorts) };

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        upstream with
        {
            PortsPerPool = SocketRange.Window(conditions.Opener).Usable(conditions.Opener.Sysctls.ReservedPorts, upstream.Search),
        };

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed)
    {
        var reserved = conditions.Services.Numbers.Where(IsReserved).ToHashSet();
        if (reserved.Count > 0 && observed.Restarts > 0)
        {
            var taken = observed.TakenPorts.Count(reserved.Contains);
            yield return new Evidence(
                "reserved-ports-kept",
                taken == 0,
                $"of {Noun.Counted(reserved.Count, "reserved port")} of services {(taken == 0 ? "none" : $"{taken}")} was found taken");
        }

        bool IsReserved(int port) => conditions.Opener.Sysctls.ReservedPorts.Any(hole => port >= hole.Low && port <= hole.High);
    }
}
