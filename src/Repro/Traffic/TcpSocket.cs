using System.Runtime.InteropServices;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>What is set on TCP sockets and asked of them.</summary>
internal static class TcpSocket
{
    private const int Backlog = 65535; // the kernel takes net.core.somaxconn where that is less
    private const int LevelIp = 0;
    private const int TransparentSource = 19;
    private const int BindAddressNoPort = 24;
    private const int LocalPortRange = 51;
    private const int OptionLinger = 13;

    /// <summary>Opens a listener.</summary>
    /// <exception cref="IOException">The address or port can't be had.</exception>
    public static Descriptor Listen(Endpoint endpoint) => TryListen(endpoint, out var errno)
        ?? throw new IOException($"listening on {endpoint} failed: {Errno.Name(errno)}");

    /// <summary>Opens a listener with SO_REUSEADDR, as servers do; null, with the error, where the address or port can't be had.</summary>
    public static Descriptor? TryListen(Endpoint endpoint, out int errno)
    {
        var socket = new Descriptor(SocketCalls.Open(
            endpoint.Kernel.Family, SocketCalls.Stream | SocketCalls.NonBlocking | SocketCalls.CloseOnExec, 0));
        if (socket.IsInvalid
            || !Set(socket.Number, SocketCalls.LevelSocket, SocketCalls.OptionReuseAddress, 1)
            || SocketCalls.Bind(socket.Number, endpoint.Kernel, endpoint.Kernel.Size) != 0
            || SocketCalls.Listen(socket.Number, Backlog) != 0)
        {
            errno = Marshal.GetLastPInvokeError();
            socket.Dispose();
            return null;
        }

        errno = 0;
        return socket;
    }

    /// <summary>Binds to a source address; false, with the error in the last P/Invoke error, where it can't be had.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="source">The address, with port 0.</param>
    /// <param name="bind">Whether bind() picks the port, or leaves that to connect(), which picks it per tuple (since Linux 4.2).</param>
    public static bool BindSource(int socket, Endpoint source, BindKind bind) =>
        (bind == BindKind.Port || Set(socket, LevelIp, BindAddressNoPort, 1))
        && SocketCalls.Bind(socket, source.Kernel, source.Kernel.Size) == 0;

    /// <summary>Lets a socket have the address of another host; false, with the error as above, without CAP_NET_ADMIN.</summary>
    public static bool SetTransparent(int socket) => Set(socket, LevelIp, TransparentSource, 1);

    /// <summary>The address of the other end, with port 0; null where that has gone already.</summary>
    public static Endpoint? PeerAddress(int socket)
    {
        var length = KernelAddress.Room;
        return SocketCalls.PeerName(socket, out var peer, ref length) == 0 ? new Endpoint(peer.IPAddress, 0) : null;
    }

    /// <summary>The address and port of this end; null where it has none.</summary>
    public static Endpoint? OwnEnd(int socket)
    {
        var length = KernelAddress.Room;
        return SocketCalls.OwnName(socket, out var own, ref length) == 0 ? new Endpoint(own.IPAddress, own.Port) : null;
    }

    /// <summary>Sets an option; false, with the error as above, where the kernel does not have it or take the value.</summary>
    public static bool Set(int socket, SocketOption option) => Set(socket, option.Level, option.Number, option.Value);

    /// <summary>An option as it is now; null where the kernel does not have it.</summary>
    public static int? Read(int socket, int level, int number)
    {
        var length = sizeof(int);
        return SocketCalls.GetOption(socket, level, number, out var value, ref length) == 0 ? value : null;
    }

    /// <summary>Sets the socket's own port range; false, with the error as above, on a kernel without it (before 6.3).</summary>
    public static bool SetPorts(int socket, PortWindow ports) =>
        Set(socket, LevelIp, LocalPortRange, ports.Low | (ports.High << 16));

    /// <summary>The socket's own port range; null where it has none.</summary>
    public static PortWindow? ReadPorts(int socket) => Read(socket, LevelIp, LocalPortRange) is { } value and not 0
        ? new PortWindow(value & 0xffff, (int)((uint)value >> 16))
        : null;

    /// <summary>Whether the kernel knows an option of level IPPROTO_IP; of one that it does not it says ENOPROTOOPT.</summary>
    public static bool HasOption(int socket, int option) => Read(socket, LevelIp, option) is not null;

    public static void SetNoDelay(int socket) => Set(socket, SocketCalls.LevelTcp, SocketCalls.OptionNoDelay, 1);

    /// <summary>Makes close() send a RST (SO_LINGER with a time of zero).</summary>
    public static void SetAbortOnClose(int socket)
    {
        // struct linger { int l_onoff; int l_linger; } in one 64-bit word: on, and zero seconds.
        Span<int> linger = [1, 0];
        _ = SocketCalls.SetOption(socket, SocketCalls.LevelSocket, OptionLinger, in linger[0], sizeof(int) * 2);
    }

    /// <summary>SO_ERROR, which reading clears.</summary>
    public static int PendingError(int socket)
    {
        var length = sizeof(int);
        return SocketCalls.GetOption(socket, SocketCalls.LevelSocket, SocketCalls.OptionError, out var errno, ref length) == 0
            ? errno
            : Marshal.GetLastPInvokeError();
    }

    private static bool Set(int socket, int level, int option, int value) =>
        SocketCalls.SetOption(socket, level, option, in value, sizeof(int)) == 0;
}
