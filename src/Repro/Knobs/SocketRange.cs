using Repro.Model;
using Repro.Physics;

namespace Repro.Knobs;

/// <summary>A port range of sockets' own, inside the host's.</summary>
internal sealed class SocketRange : Knob
{
    public override string Id => "socket-range";

    public override IReadOnlyList<string> Keys { get; } = OfOpener("socketPorts");

    public override string ProvenBy => "getsockopt() reads the range back";

    public override string Cost => "whoever connects has to set the option on every socket";

    public override string Risk =>
        "of Linux 6.3 to 6.7 it is searched as any range, and connect() gets slow all the same; "
        + "a window outside of the host's own range is ignored";

    public override KernelNeed Need { get; } = KernelNeed.SocketOption(
        "IP_LOCAL_PORT_RANGE", 51, "is not in this kernel (it came with Linux 6.3)");

    public override bool IsNeeded(Conditions conditions) => conditions.Opener.SocketPorts is not null;

    public override IEnumerable<string> Doubts(Conditions conditions)
    {
        if (conditions.Opener.SocketPorts is { } window
            && conditions.Opener.Sysctls.LocalPorts is var range
            && (window.Low < range.Low || window.High > range.High))
        {
            var ports = Window(conditions.Opener);
            yield return $"the kernel ignores what of {conditions.OpenerKey("socketPorts")}, {window}, is outside of "
                + $"{conditions.OpenerRole.Whose("own range")}, {range}: "
                + (ports == range ? "all of it, so that the sockets have the whole range" : $"the sockets have {ports}");
        }
    }

    public override PortModel Shape(PortModel upstream, Conditions conditions, Kernel kernel) => conditions.Opener.SocketPorts is null
        ? upstream
        : upstream with
        {
            Search = kernel.SearchesOwnRangeByOne() ? PortSearch.ByOne : PortSearch.ByParity,
            HasOddRange = LocalPorts.IsOdd(Window(conditions.Opener)),
        };

    protected override IEnumerable<Evidence> Acts(Conditions conditions, IObserved observed) => conditions.Opener.SocketPorts is { } window
        ? [new(
            "socket-range-reads-back",
            observed.SocketPorts == $"{window.Low} {window.High}",
            $"IP_LOCAL_PORT_RANGE reads {observed.SocketPorts ?? "nothing"}")]
        : [];

    /// <summary>The range that a socket's port is picked from: the host's, or what of the socket's own lies inside it.</summary>
    public static PortRange Window(Opener opener)
    {
        // The kernel ignores a socket's window outside of the host's range (inet_sk_get_local_port_range, net/ipv4/inet_connection_sock.c).
        var range = opener.Sysctls.LocalPorts;
        return opener.SocketPorts is { } window && window.Low <= range.High && window.High >= range.Low
            ? new PortRange(Math.Max(window.Low, range.Low), Math.Min(window.High, range.High))
            : range;
    }
}
