using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>The kernel's <c>struct sockaddr_in</c>: 16 bytes, port and address in network byte order.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly struct Ipv4SocketAddress
{
    public const int Size = 16;

    private readonly ushort family;
    private readonly ushort port;
    private readonly uint address;
    private readonly ulong zero;

    public Ipv4SocketAddress(IPAddress address, int port)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (!address.TryWriteBytes(bytes, out var written) || written != 4)
        {
            throw new ArgumentException($"{address} is not an IPv4 address.", nameof(address));
        }

        family = SocketCalls.AddressFamilyInet;
        this.port = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness((ushort)port) : (ushort)port;
        this.address = MemoryMarshal.Read<uint>(bytes);
        zero = 0;
    }

    /// <summary>The port.</summary>
    public int Port => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(port) : port;

    /// <summary>The address without the port.</summary>
    public IPAddress IPAddress => new(MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in address)));
}
