using System.Globalization;
using System.Net;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>Asks the kernel about socket options by trying them on a socket that is never connected.</summary>
internal static class SocketProbe
{
    /// <summary>
    /// IP_LOCAL_PORT_RANGE as a socket reads it back, as in <c>32768 33767</c>; null where it can't be set, or none is asked for.
    /// </summary>
    /// <param name="ports">The range.</param>
    /// <param name="family">AF_INET or AF_INET6.</param>
    public static string? ReadPorts(PortWindow? ports, int family)
    {
        using var socket = Open(family);
        return ports is not null && TcpSocket.SetPorts(socket.Number, ports) && TcpSocket.ReadPorts(socket.Number) is { } read
            ? $"{read.Low} {read.High}"
            : null;
    }

    /// <summary>An option as a socket reads it back once it was set; null where it can't be.</summary>
    /// <param name="option">The option.</param>
    /// <param name="family">AF_INET or AF_INET6.</param>
    public static int? ReadBack(SocketOption option, int family)
    {
        using var socket = Open(family);
        return TcpSocket.Set(socket.Number, option) ? TcpSocket.Read(socket.Number, option.Level, option.Number) : null;
    }

    /// <summary>Whether there are sockets of IPv6: with ipv6.disable=1 on the kernel's command line, for one, there are none.</summary>
    public static bool HasIpv6()
    {
        using var socket = Open(SocketCalls.AddressFamilyInet6);
        return !socket.IsInvalid;
    }

    /// <summary>Whether sockets have an option of level IPPROTO_IP.</summary>
    public static bool HasOption(int option)
    {
        using var socket = Open(SocketCalls.AddressFamilyInet);
        return TcpSocket.HasOption(socket.Number, option);
    }

    /// <summary>
    /// Whether connect() tries the ports of a socket's own range one by one, found by connecting over the loopback a few times: a search by
    /// every second port would take ports of one parity alone. The connections end with a RST and leave nothing. Null where it can't be
    /// told.
    /// </summary>
    public static bool? SearchesOwnRangeByOne()
    {
        const int Attempts = 12;
        const int Window = 4 * Attempts;
        try
        {
            var first = NamespaceRange().High - Window + 1;
            using var listener = TcpSocket.Listen(new Endpoint(IPAddress.Loopback, 0));
            var target = TcpSocket.OwnEnd(listener.Number);
            var local = new LocalEnd(null, BindKind.None, new PortWindow(first, first + Window - 1), Abort: true);
            var opened = new List<int>();
            var ports = new List<int>();
            for (var attempt = 0; attempt < Attempts && target is not null; attempt++)
            {
                if (LocalEnd.Open(local, target, 0, out var socket) is null)
                {
                    opened.Add(socket);
                    if (SocketCalls.Connect(socket, target.Kernel, target.Kernel.Size) == 0 && TcpSocket.OwnEnd(socket) is { } own)
                    {
                        ports.Add(own.Port);
                    }
                }
            }

            opened.ForEach(socket => Descriptor.Close(socket));
            return ports.Count < Attempts ? null : ports.DistinctBy(port => port % 2).Count() == 2;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static PortWindow NamespaceRange()
    {
        var ends = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new PortWindow(int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[1], CultureInfo.InvariantCulture));
    }

    private static Descriptor Open(int family) =>
        new(SocketCalls.Open(family, SocketCalls.Stream | SocketCalls.CloseOnExec, 0));
}
