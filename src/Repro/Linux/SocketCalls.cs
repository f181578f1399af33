using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>
/// The socket calls of libc. Each returns what the kernel returns: -1 (or an invalid <see cref="Descriptor"/>) on failure, with the
/// error number in <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static partial class SocketCalls
{
    public const int AddressFamilyInet = 2;
    public const int AddressFamilyNetlink = 16;
    public const int Stream = 1;
    public const int Datagram = 2;
    public const int Raw = 3;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int LevelSocket = 1;
    public const int LevelTcp = 6;
    public const int OptionReuseAddress = 2;
    public const int OptionError = 4;
    public const int OptionReceiveBuffer = 8;
    public const int OptionNoDelay = 1;

    public const int NoSignal = 0x4000;
    public const int More = 0x8000;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial Descriptor Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(Descriptor socket, in Ipv4SocketAddress address, int length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(Descriptor socket, in Ipv4SocketAddress address, int length);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(Descriptor socket, int backlog);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial Descriptor Accept(Descriptor socket, nint address, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "getpeername", SetLastError = true)]
    public static partial int PeerName(Descriptor socket, out Ipv4SocketAddress address, ref int length);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int OwnName(Descriptor socket, out Ipv4SocketAddress address, ref int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(Descriptor socket, int level, int option, in int value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(Descriptor socket, int level, int option, out int value, ref int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(Descriptor socket, ref readonly byte buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(Descriptor socket, ref byte buffer, nint length, int flags);
}
