using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>The kernel's <c>struct sockaddr_in</c> or <c>sockaddr_in6</c>: port and address in network byte order.</summary>
[StructLayout(LayoutKind.Explicit, Size = Room)]
internal readonly struct KernelAddress
{
    /// <summary>Bytes that either may take.</summary>
    public const int Room = 28;

    private const int Ipv4Size = 16;

    [FieldOffset(0)]
    private readonly ushort family;

    [FieldOffset(2)]
    private readonly ushort port;

    [FieldOffset(4)]
    private readonly uint ipv4;

    // After the label of a flow, which is zero, as is the scope behind the address.
    [FieldOffset(8)]
    private readonly Ipv6Bytes ipv6;

    public KernelAddress(IPAddress address, int port)
    {
        family = (ushort)FamilyOf(address);
        this.port = Swapped((ushort)port);
        if (family == SocketCalls.AddressFamilyInet)
        {
            address.TryWriteBytes(MemoryMarshal.AsBytes(new Span<uint>(ref ipv4)), out _);
        }
        else
        {
            address.TryWriteBytes(MemoryMarshal.AsBytes(new Span<Ipv6Bytes>(ref ipv6)), out _);
        }
    }

    /// <summary>AF_INET or AF_INET6.</summary>
    public int Family => family;

    /// <summary>Bytes that it takes.</summary>
    public int Size => family == SocketCalls.AddressFamilyInet ? Ipv4Size : Room;

    /// <summary>The port.</summary>
    public int Port => Swapped(port);

    /// <summary>The address without the port.</summary>
    public IPAddress IPAddress => new(family == SocketCalls.AddressFamilyInet
        ? MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in ipv4))
        : MemoryMarshal.AsBytes(new ReadOnlySpan<Ipv6Bytes>(in ipv6)));

    /// <summary>The family of an address, as the kernel numbers it.</summary>
    public static int FamilyOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? SocketCalls.AddressFamilyInet
        : SocketCalls.AddressFamilyInet6;

    private static ushort Swapped(ushort value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    [InlineArray(16)]
    private struct Ipv6Bytes
    {
        private byte first;
    }
}
