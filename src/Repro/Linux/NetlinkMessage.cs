using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Repro.Linux;

/// <summary>
/// Messages for the kernel as netlink(7) has them, one after the other: header, fixed part, attributes, which may have others in them.
/// Headers are in the machine's byte order; numbers of nf_tables are in that of the network.
/// </summary>
internal sealed class NetlinkMessage
{
    /// <summary>Bytes of <c>struct nlmsghdr</c>.</summary>
    public const int HeaderSize = 16;

    private const int AttributeHeaderSize = 4;
    private const ushort Nested = 0x8000; // NLA_F_NESTED
    private readonly List<byte> bytes = [];
    private int sequence;

    /// <summary>Their bytes.</summary>
    public byte[] ToArray() => [.. bytes];

    /// <summary>Adds a message of netfilter's, whose fixed part is <c>struct nfgenmsg</c>.</summary>
    /// <param name="type">Its type, the subsystem's number included.</param>
    /// <param name="flags">Its flags.</param>
    /// <param name="family">The family of addresses that it is about.</param>
    /// <param name="resource">What else the fixed part says.</param>
    /// <param name="attributes">Adds the attributes.</param>
    public NetlinkMessage Add(ushort type, ushort flags, byte family, ushort resource, Action? attributes = null)
    {
        var start = bytes.Count;
        Span<byte> head = stackalloc byte[HeaderSize + 4];
        head.Clear();
        MemoryMarshal.Write(head[4..], type);
        MemoryMarshal.Write(head[6..], flags);
        MemoryMarshal.Write(head[8..], ++sequence);
        head[HeaderSize] = family;
        BinaryPrimitives.WriteUInt16BigEndian(head[(HeaderSize + 2)..], resource);
        bytes.AddRange(head);
        attributes?.Invoke();
        MemoryMarshal.Write(CollectionsMarshal.AsSpan(bytes)[start..], bytes.Count - start);
        return this;
    }

    /// <summary>An attribute of bytes.</summary>
    public void Attribute(ushort type, params ReadOnlySpan<byte> value) => Write(type, value);

    /// <summary>An attribute of a text that ends with a zero.</summary>
    public void Attribute(ushort type, string value) => Write(type, Encoding.ASCII.GetBytes($"{value}\0"));

    /// <summary>An attribute of a number of 32 bits.</summary>
    public void Attribute(ushort type, uint value)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(number, value);
        Write(type, number);
    }

    /// <summary>An attribute that has others in it.</summary>
    public void Attribute(ushort type, Action inner)
    {
        var start = bytes.Count;
        Write((ushort)(type | Nested), []);
        inner();
        MemoryMarshal.Write(CollectionsMarshal.AsSpan(bytes)[start..], (ushort)(bytes.Count - start));
    }

    private void Write(ushort type, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[AttributeHeaderSize];
        MemoryMarshal.Write(head, (ushort)(AttributeHeaderSize + value.Length));
        MemoryMarshal.Write(head[2..], type);
        bytes.AddRange(head);
        bytes.AddRange(value);
        // NLA_ALIGN: the next one starts at a multiple of four.
        for (var padding = -value.Length & 3; padding > 0; padding--)
        {
            bytes.Add(0);
        }
    }
}
