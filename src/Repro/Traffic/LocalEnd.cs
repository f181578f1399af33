using System.Runtime.InteropServices;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>Who picks the local port of an outgoing connection, and from which pool.</summary>
internal enum BindKind
{
    /// <summary>connect(), and the address too. Where a source is given all the same, as <see cref="NoPort"/>.</summary>
    None,

    /// <summary>connect(), after the source was bound with IP_BIND_ADDRESS_NO_PORT: each destination has its own ports.</summary>
    NoPort,

    /// <summary>bind(), which knows no destination: all destinations of a source share its ports.</summary>
    Port,
}

/// <summary>Local ports, both ends included.</summary>
/// <param name="Low">First port, 1–65535.</param>
/// <param name="High">Last port, not below <paramref name="Low"/>.</param>
internal sealed record PortWindow(int Low, int High);

/// <summary>What is set on the local end of an outgoing connection before connect().</summary>
/// <param name="Source">The address to bind to, with port 0, or null for none.</param>
/// <param name="Bind">Who picks the port.</param>
/// <param name="Ports">
/// The socket's own port range, which lies inside the namespace's: the kernel ignores an end that lies outside
/// (inet_sk_get_local_port_range, net/ipv4/inet_connection_sock.c). Null for the namespace's.
/// </param>
/// <param name="Abort">Whether close() sends a RST, whenever and why ever it comes.</param>
internal sealed record LocalEnd(Endpoint? Source, BindKind Bind, PortWindow? Ports, bool Abort)
{
    /// <summary>Whether the source may be the address of another host (IP_TRANSPARENT). Needs CAP_NET_ADMIN.</summary>
    public bool Transparent { get; init; }

    /// <summary>What else is set on it.</summary>
    public IReadOnlyList<SocketOption> Options { get; init; } = [];

    /// <summary>Opens a TCP socket with this local end.</summary>
    /// <param name="local">The local end, or null for one of which nothing is set.</param>
    /// <param name="target">What it is to be connected to.</param>
    /// <param name="flags">Flags of socket(2), such as SOCK_NONBLOCK.</param>
    /// <param name="socket">The socket's descriptor, which is the caller's to close; -1 where there is none.</param>
    /// <returns>Null, or why it failed; then the socket is closed already.</returns>
    public static Outcome? Open(LocalEnd? local, Endpoint target, int flags, out int socket)
    {
        socket = SocketCalls.Open(target.Kernel.Family, SocketCalls.Stream | SocketCalls.CloseOnExec | flags, 0);
        var failed = socket < 0 ? Outcome.Of(Stage.Open, Marshal.GetLastPInvokeError()) : local?.Prepare(socket);
        if (failed is not null && socket >= 0)
        {
            Descriptor.Close(socket);
            socket = -1;
        }

        return failed;
    }

    private Outcome? Prepare(int socket)
    {
        if (Abort)
        {
            TcpSocket.SetAbortOnClose(socket);
        }

        return Ports is not null && !TcpSocket.SetPorts(socket, Ports) ? Outcome.Of(Stage.Open, Marshal.GetLastPInvokeError())
            : Transparent && !TcpSocket.SetTransparent(socket) ? Outcome.Of(Stage.Bind, Marshal.GetLastPInvokeError())
            : !SetOptions(socket) ? Outcome.Of(Stage.Open, Marshal.GetLastPInvokeError())
            : Source is not null && !TcpSocket.BindSource(socket, Source, Bind) ? Outcome.Of(Stage.Bind, Marshal.GetLastPInvokeError())
            : null;
    }

    // By index, and no closure: it is done for each connection.
    private bool SetOptions(int socket)
    {
        for (var index = 0; index < Options.Count; index++)
        {
            if (!TcpSocket.Set(socket, Options[index]))
            {
                return false;
            }
        }

        return true;
    }
}
