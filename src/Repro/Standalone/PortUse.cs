using Repro.Model;
using Repro.Sampling;
using Repro.Traffic;

namespace Repro.Standalone;

/// <summary>How many of a proxy's local ports are in use, of those that there are.</summary>
/// <param name="Towards">The destination; <see cref="Everywhere"/> where bind() picks the ports, which all destinations share then.</param>
/// <param name="InUse">Ports in use, in any state.</param>
/// <param name="TimeWait">Those of them in TIME_WAIT.</param>
/// <param name="Capacity">Ports that there are.</param>
internal sealed record PortUse(string Towards, int InUse, int TimeWait, int Capacity)
{
    public const string Everywhere = "all destinations";

    /// <summary>As the kernel tells it now.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static IReadOnlyList<PortUse> Read(ProxySpec proxy, int capacity)
    {
        var sockets = new List<SocketEntry>();
        using var dump = new SocketDump();
        dump.Read(sockets.Add);
        return Of(sockets, proxy, capacity);
    }

    /// <summary>Counts them in a dump of all sockets.</summary>
    /// <param name="sockets">The dump.</param>
    /// <param name="proxy">The proxy, of one source address.</param>
    /// <param name="capacity">Ports that there are towards a destination, or towards all.</param>
    public static IReadOnlyList<PortUse> Of(IEnumerable<SocketEntry> sockets, ProxySpec proxy, int capacity)
    {
        var targets = proxy.Tuples.Select(tuple => tuple.Target.Name).Distinct().ToList();
        var shared = proxy.Bind == BindKind.Port;
        var ports = sockets
            .Select(socket => (Socket: socket, Target: socket.Peer.ToString()))
            .Where(item => targets.Contains(item.Target))
            .ToLookup(item => shared ? Everywhere : item.Target, item => item.Socket);
        return
        [
            .. (shared ? [Everywhere] : targets).Select(towards => new PortUse(
                towards,
                ports[towards].Select(socket => socket.SourcePort).Distinct().Count(),
                ports[towards].Where(socket => socket.State == TcpState.TimeWait).Select(socket => socket.SourcePort).Distinct().Count(),
                capacity)),
        ];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{InUse:N0} of {Capacity:N0} towards {Towards}";
}
