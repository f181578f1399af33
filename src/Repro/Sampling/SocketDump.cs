using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Repro.Linux;
using Repro.Model;

namespace Repro.Sampling;

/// <summary>One TCP socket as sock_diag tells it.</summary>
/// <param name="State">TCP state.</param>
/// <param name="SourcePort">Local port.</param>
/// <param name="DestinationPort">Remote port.</param>
/// <param name="Source">Local address as a number: of IPv6, where IPv4 has the mapped ones (<c>::ffff:0:0/96</c>).</param>
/// <param name="Destination">Remote address, likewise.</param>
/// <param name="ExpiresMilliseconds">What the socket's timer has left; of a TIME_WAIT, before the timer wheel rounds it up.</param>
/// <param name="Inode">By which processes have it open; 0 for one that no process has, as those in TIME_WAIT.</param>
internal readonly record struct SocketEntry(
    TcpState State,
    int SourcePort,
    int DestinationPort,
    UInt128 Source,
    UInt128 Destination,
    int ExpiresMilliseconds,
    uint Inode = 0)
{
    private const ulong Mapped = 0xffff_0000_0000;

    /// <summary>Whether it has another end: a socket that is bound and not connected has none.</summary>
    public bool HasPeer => DestinationPort != 0 || (Destination != UInt128.Zero && Destination != Number(0));

    /// <summary>Its other end.</summary>
    public IPEndPoint Peer => new(Address(Destination), DestinationPort);

    /// <summary>The number of an IPv4 address.</summary>
    /// <param name="address">The address, of which the first byte is the highest.</param>
    public static UInt128 Number(uint address) => new(0, Mapped | address);

    /// <summary>The number of an address.</summary>
    public static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The address that has a number: of IPv4 where it is a mapped one, as packets have that on the wire.</summary>
    public static IPAddress Address(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}

/// <summary>
/// Asks the kernel for all TCP sockets of this namespace (NETLINK_SOCK_DIAG, sock_diag(7)), IPv4 and IPv6 at once: a socket of the one
/// family may well have connections of the other.
/// </summary>
internal sealed class SocketDump : IDisposable
{
    private const int NetlinkSockDiag = 4;

    // The older of two requests is the one that asks for all families (inet_diag_dump_compat, net/ipv4/inet_diag.c).
    private const ushort TcpDiag = 18;
    private const ushort RequestAndDump = 0x301;
    private const ushort Done = 3;
    private const ushort Error = 2;
    private const int HeaderSize = 16;
    private const int RequestSize = HeaderSize + 60;
    private const int StatesOffset = HeaderSize + 52;
    private const int EntrySize = 72;
    private const byte Ipv4 = SocketCalls.AddressFamilyInet;

    // The answer to a dump comes in datagrams of up to 32 KiB (netlink_dump, net/netlink/af_netlink.c).
    private readonly byte[] buffer = new byte[1 << 16];
    private readonly byte[] request = new byte[RequestSize];
    private readonly Descriptor socket;

    public SocketDump()
    {
        socket = new Descriptor(
            SocketCalls.Open(SocketCalls.AddressFamilyNetlink, SocketCalls.Raw | SocketCalls.CloseOnExec, NetlinkSockDiag));
        if (socket.IsInvalid)
        {
            throw new IOException($"sock_diag can't be opened: {Errno.Name(Marshal.GetLastPInvokeError())}");
        }

        // struct nlmsghdr, then struct inet_diag_req with all states asked for; both in the machine's byte order.
        MemoryMarshal.Write(request, RequestSize);
        MemoryMarshal.Write(request.AsSpan(4), TcpDiag);
        MemoryMarshal.Write(request.AsSpan(6), RequestAndDump);
        MemoryMarshal.Write(request.AsSpan(StatesOffset), uint.MaxValue);
    }

    /// <summary>Hands every socket to <paramref name="each"/>.</summary>
    /// <param name="each">Takes one socket.</param>
    /// <param name="without">A state whose sockets are left out, which saves the kernel the work.</param>
    /// <exception cref="IOException">The kernel refused.</exception>
    public void Read(Action<SocketEntry> each, TcpState? without = null)
    {
        MemoryMarshal.Write(request.AsSpan(StatesOffset), without is { } state ? ~(1u << (int)state) : uint.MaxValue);
        Ask();
        while (!Parse(buffer.AsSpan(0, Receive(buffer)), each))
        {
        }
    }

    /// <summary>
    /// Takes the whole answer without looking at it, or until it is given up: false then, and this object has no other dump in it.
    /// </summary>
    /// <param name="answer">Where it goes.</param>
    /// <param name="isGivenUp">Asked between pieces of the answer, of some hundred sockets each.</param>
    /// <exception cref="IOException">The kernel refused.</exception>
    public bool Receive(DumpAnswer answer, Func<bool> isGivenUp)
    {
        answer.Clear();
        Ask();
        while (!isGivenUp())
        {
            var room = answer.Room();
            var length = Receive(room);
            answer.Add(length);
            if (IsLast(room.AsSpan(0, length)))
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose() => socket.Dispose();

    private void Ask()
    {
        if (SocketCalls.Send(socket.Number, in request[0], request.Length, 0) < 0)
        {
            throw new IOException($"sock_diag refused the request: {Errno.Name(Marshal.GetLastPInvokeError())}");
        }
    }

    private int Receive(byte[] room)
    {
        while (true)
        {
            var count = SocketCalls.Receive(socket.Number, ref room[0], room.Length, 0);
            if (count >= 0)
            {
                return (int)count;
            }

            var errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.Interrupted)
            {
                throw new IOException($"sock_diag failed: {Errno.Name(errno)}");
            }
        }
    }

    // By the headers alone; what is wrong with them is said when it is parsed.
    private static bool IsLast(ReadOnlySpan<byte> datagram)
    {
        while (datagram.Length >= HeaderSize)
        {
            var length = MemoryMarshal.Read<int>(datagram);
            if (MemoryMarshal.Read<ushort>(datagram[4..]) is Done or Error || length < HeaderSize)
            {
                return true;
            }

            datagram = datagram[Math.Min(datagram.Length, (length + 3) & ~3)..];
        }

        return false;
    }

    /// <summary>Reads one datagram of the answer; true when it was the last.</summary>
    internal static bool Parse(ReadOnlySpan<byte> datagram, Action<SocketEntry> each)
    {
        while (datagram.Length >= HeaderSize)
        {
            var length = MemoryMarshal.Read<int>(datagram);
            var type = MemoryMarshal.Read<ushort>(datagram[4..]);
            var least = type switch { Error => HeaderSize + sizeof(int), TcpDiag => HeaderSize + EntrySize, _ => HeaderSize };
            if (length < least || length > datagram.Length)
            {
                throw new IOException($"sock_diag answered with a message of {length} bytes in {datagram.Length}");
            }

            switch (type)
            {
                case Done:
                    return true;
                case Error:
                    throw new IOException($"sock_diag answered {Errno.Name(-MemoryMarshal.Read<int>(datagram[HeaderSize..]))}");
                case TcpDiag:
                    each(Entry(datagram[HeaderSize..length]));
                    break;
            }

            // NLMSG_ALIGN: the next message starts at a multiple of four.
            datagram = datagram[Math.Min(datagram.Length, (length + 3) & ~3)..];
        }

        return false;
    }

    // struct inet_diag_msg (linux/inet_diag.h): family, state, timer, retrans, then the id: ports in network order, two addresses of
    // 16 bytes, of which IPv4 uses the first four; after interface and cookie, idiag_expires, two queues, the user and the inode.
    private static SocketEntry Entry(ReadOnlySpan<byte> message) => new(
        TcpStates.Of(message[1]),
        BinaryPrimitives.ReadUInt16BigEndian(message[4..]),
        BinaryPrimitives.ReadUInt16BigEndian(message[6..]),
        Address(message[0], message[8..]),
        Address(message[0], message[24..]),
        MemoryMarshal.Read<int>(message[52..]),
        MemoryMarshal.Read<uint>(message[68..]));

    private static UInt128 Address(byte family, ReadOnlySpan<byte> bytes) => family == Ipv4
        ? SocketEntry.Number(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : BinaryPrimitives.ReadUInt128BigEndian(bytes);
}
