namespace Repro.Traffic;

/// <summary>In which order the ports of a range are filled, so that those left are the ones that the kernel would reach last.</summary>
internal static class FillOrder
{
    /// <summary>
    /// The first <paramref name="count"/> ports, or all where there are fewer. connect() tries every port of the parity of the range's
    /// first port before any of the other ("In first pass we try ports of @low parity", __inet_hash_connect,
    /// net/ipv4/inet_hashtables.c), from a start that moves on with each connection; bind() does the opposite
    /// (inet_csk_find_open_port, net/ipv4/inet_connection_sock.c). Both skip reserved ports.
    /// </summary>
    /// <param name="range">The port range of the namespace.</param>
    /// <param name="reserved">Ports of net.ipv4.ip_local_reserved_ports; those outside the range don't matter.</param>
    /// <param name="count">How many, not negative.</param>
    /// <param name="bind">Who picks the ports under load.</param>
    public static IReadOnlyList<int> Of(
        PortWindow range, IReadOnlyCollection<PortWindow> reserved, int count, BindKind bind = BindKind.None)
    {
        var first = bind == BindKind.Port ? 1 : 0;
        return
        [
            .. Parity(range, first).Concat(Parity(range, 1 - first))
                .Where(port => !reserved.Any(hole => port >= hole.Low && port <= hole.High))
                .Take(count),
        ];
    }

    private static IEnumerable<int> Parity(PortWindow range, int offset)
    {
        for (var port = range.Low + offset; port <= range.High; port += 2)
        {
            yield return port;
        }
    }
}
