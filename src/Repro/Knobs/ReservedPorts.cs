using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>Ports of the range that are never picked.</summary>
internal sealed class ReservedPorts : Knob
{
    public override string Id => "reserved-ports";

    public override IReadOnlyList<string> Keys { get; } = [Sysctls.LocalReservedPortsKey];

    public override string ProvenBy => "ip_local_reserved_ports reads back as set";

    public override string Cost => "the reserved ports";

    public override string Risk => "needed for listeners inside the range; forgotten reservations make it narrower than it reads";

    public override PortModel ShapeHost(PortModel model, Sysctls own, Sysctls peer) =>
        model with { PortsPerPool = own.LocalPorts.Usable(own.ReservedPorts) };

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) =>
        upstream with
        {
            PortsPerPool = SocketRange.Window(conditions.Opener).Usable(conditions.Opener.Sysctls.ReservedPorts, upstream.Search),
        };
}
