using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Repro.Linux;
using Repro.Model;
using Repro.Recording;

namespace Repro.Sampling;

/// <summary>
/// Asks the kernel for the TCP connections that it tracks in this namespace (ctnetlink), and counts them as if the translated side were
/// sockets of this host: by state, and by tuple of the address that a connection was given and the other end's address and port.
/// </summary>
internal sealed class ConntrackDump : IDisposable
{
    // include/uapi/linux/netfilter/nfnetlink.h and nfnetlink_conntrack.h.
    private const int NetlinkNetfilter = 12;
    private const ushort GetEntries = (1 << 8) | 1;
    private const ushort Entry = 1 << 8;
    private const ushort RequestAndDump = 0x301;
    private const ushort Done = 3;
    private const ushort Error = 2;
    private const byte Ipv4 = 2;
    private const byte Tcp = 6;
    private const int FixedSize = NetlinkMessage.HeaderSize + 4;

    // enum tcp_conntrack (nf_conntrack_tcp.h): what the side that opened would call it.
    private static readonly TcpState[] States =
    [
        TcpState.Close, TcpState.SynSent, TcpState.SynReceived, TcpState.Established, TcpState.FinWait1, TcpState.FinWait2,
        TcpState.LastAck, TcpState.TimeWait, TcpState.Close, TcpState.SynSent,
    ];

    private readonly byte[] buffer = new byte[1 << 16];
    private readonly byte[] request = new NetlinkMessage().Add(GetEntries, RequestAndDump, Ipv4, 0).ToArray();
    private readonly Descriptor socket;

    public ConntrackDump()
    {
        socket = new Descriptor(
            SocketCalls.Open(SocketCalls.AddressFamilyNetlink, SocketCalls.Raw | SocketCalls.CloseOnExec, NetlinkNetfilter));
        if (socket.IsInvalid)
        {
            throw new IOException($"ctnetlink can't be opened: {Errno.Name(Marshal.GetLastPInvokeError())}");
        }
    }

    /// <summary>The sample, with the entries of this moment in place of sockets.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public SocketsLine AddTo(SocketsLine line)
    {
        var entries = new List<TrackedConnection>();
        if (SocketCalls.Send(socket.Number, in request[0], request.Length, 0) < 0)
        {
            throw new IOException($"ctnetlink refused the request: {Errno.Name(Marshal.GetLastPInvokeError())}");
        }

        while (true)
        {
            var count = SocketCalls.Receive(socket.Number, ref buffer[0], buffer.Length, 0);
            if (count < 0 && Marshal.GetLastPInvokeError() is not Errno.Interrupted and var errno)
            {
                throw new IOException($"ctnetlink failed: {Errno.Name(errno)}");
            }

            if (count > 0 && Parse(buffer.AsSpan(0, (int)count), entries.Add))
            {
                return Counted(line, entries);
            }
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>The sample with the entries, by state and by tuple.</summary>
    internal static SocketsLine Counted(SocketsLine line, IReadOnlyCollection<TrackedConnection> entries)
    {
        // An entry whose port was taken over during the dump may come before the one that has it now.
        var ports = entries.Reverse().DistinctBy(entry => (entry.Source, entry.Destination)).Reverse().ToList();
        return line with
        {
            States = ports.CountBy(entry => entry.State).ToDictionary(),
            Tuples =
            [
                .. ports.GroupBy(entry => (entry.Source.Address, entry.Destination)).Select(tuple => new TupleUse(
                    tuple.Key.Address.ToString(),
                    tuple.Key.Destination.ToString(),
                    tuple.Count(),
                    tuple.Count(entry => entry.State == TcpState.Established),
                    tuple.Count(entry => entry.State == TcpState.TimeWait))),
            ],
        };
    }

    /// <summary>Reads one datagram of the answer; true when it was the last.</summary>
    internal static bool Parse(ReadOnlySpan<byte> datagram, Action<TrackedConnection> each)
    {
        while (datagram.Length >= NetlinkMessage.HeaderSize)
        {
            var length = MemoryMarshal.Read<int>(datagram);
            var type = MemoryMarshal.Read<ushort>(datagram[4..]);
            if (length < NetlinkMessage.HeaderSize || length > datagram.Length)
            {
                throw new IOException($"ctnetlink answered with a message of {length} bytes in {datagram.Length}");
            }

            switch (type)
            {
                case Done:
                    return true;
                case Error when length >= NetlinkMessage.HeaderSize + sizeof(int):
                    throw new IOException(
                        $"ctnetlink answered {Errno.Name(-MemoryMarshal.Read<int>(datagram[NetlinkMessage.HeaderSize..]))}");
                case Entry when length >= FixedSize && Connection(datagram[FixedSize..length]) is { } connection:
                    each(connection);
                    break;
            }

            datagram = datagram[Math.Min(datagram.Length, (length + 3) & ~3)..];
        }

        return false;
    }

    // Of the reply's tuple the destination is what the connection was given, and the source the other end.
    private static TrackedConnection? Connection(ReadOnlySpan<byte> attributes)
    {
        var reply = Attribute(attributes, 2);
        var state = Attribute(Attribute(Attribute(attributes, 4), 1), 1);
        var ip = Attribute(reply, 1);
        var protocol = Attribute(reply, 2);
        var source = Attribute(ip, 1);
        var destination = Attribute(ip, 2);
        return Attribute(protocol, 1) is [Tcp, ..] && EndOf(destination, Attribute(protocol, 3)) is { } given
            && EndOf(source, Attribute(protocol, 2)) is { } other
            ? new TrackedConnection(
                state is [var number, ..] && number < States.Length ? States[number] : TcpState.Unknown, given, other)
            : null;
    }

    private static IPEndPoint? EndOf(ReadOnlySpan<byte> address, ReadOnlySpan<byte> port) => address.Length == 4 && port.Length == 2
        ? new IPEndPoint(new IPAddress(address), BinaryPrimitives.ReadUInt16BigEndian(port))
        : null;

    private static ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> attributes, int wanted)
    {
        while (attributes.Length >= 4)
        {
            var length = MemoryMarshal.Read<ushort>(attributes);
            if (length < 4 || length > attributes.Length)
            {
                break;
            }

            if ((MemoryMarshal.Read<ushort>(attributes[2..]) & 0x3fff) == wanted)
            {
                return attributes[4..length];
            }

            attributes = attributes[Math.Min(attributes.Length, (length + 3) & ~3)..];
        }

        return default;
    }
}

/// <summary>A connection that is tracked.</summary>
/// <param name="State">Its state, as the side that opened it would call it.</param>
/// <param name="Source">The address and port that the other end sees it come from.</param>
/// <param name="Destination">The other end.</param>
internal readonly record struct TrackedConnection(TcpState State, IPEndPoint Source, IPEndPoint Destination);
