using Repro.Linux;

namespace Repro.Traffic;

/// <summary>Asks the kernel about socket options by trying them on a socket that is never connected.</summary>
internal static class SocketProbe
{
    /// <summary>IP_LOCAL_PORT_RANGE as a socket reads it back, as in <c>32768 33767</c>; null where it can't be set, or none is asked for.</summary>
    public static string? ReadPorts(PortWindow? ports)
    {
        using var socket = Open();
        return ports is not null && TcpSocket.SetPorts(socket, ports) && TcpSocket.ReadPorts(socket) is { } read ? $"{read.Low} {read.High}" : null;
    }

    /// <summary>Whether sockets have IP_BIND_ADDRESS_NO_PORT.</summary>
    public static bool HasBindAddressNoPort()
    {
        using var socket = Open();
        return TcpSocket.SetBindAddressNoPort(socket);
    }

    private static Descriptor Open() =>
        SocketCalls.Open(SocketCalls.AddressFamilyInet, SocketCalls.Stream | SocketCalls.CloseOnExec, 0);
}
