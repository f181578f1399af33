using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>What connections are translated to: addresses × ports.</summary>
/// <param name="FirstAddress">The first address, of IPv4.</param>
/// <param name="LastAddress">The last.</param>
/// <param name="FirstPort">The first port of each.</param>
/// <param name="LastPort">The last.</param>
/// <param name="IsRandom">Whether a port is drawn even where the connection's own would do (NF_NAT_RANGE_PROTO_RANDOM_FULLY).</param>
internal sealed record NatPoolRange(IPAddress FirstAddress, IPAddress LastAddress, int FirstPort, int LastPort, bool IsRandom);

/// <summary>
/// Source NAT of all TCP that this network namespace sends or passes on, by a rule of nf_tables, over netlink: as
/// <c>nft add rule ip repro postrouting meta l4proto tcp snat to ADDRESSES:PORTS</c> would, without that program. Needs CAP_NET_ADMIN.
/// </summary>
internal static class SourceNat
{
    private const int NetlinkNetfilter = 12;
    private const string Table = "repro";
    private const string Chain = "postrouting";

    // include/uapi/linux/netfilter/nfnetlink.h, nf_tables.h, nf_nat.h and netfilter.h.
    private const ushort BatchBegin = 0x10;
    private const ushort BatchEnd = 0x11;
    private const ushort Subsystem = 10;
    private const ushort NewTable = (Subsystem << 8) | 0;
    private const ushort DeleteTable = (Subsystem << 8) | 2;
    private const ushort NewChain = (Subsystem << 8) | 3;
    private const ushort NewRule = (Subsystem << 8) | 6;
    private const ushort Request = 0x1;
    private const ushort Acknowledge = 0x4;
    private const ushort Create = 0x400;
    private const ushort Append = 0x800;
    private const byte Ipv4 = 2;
    private const uint PostRouting = 4;
    private const uint SourceNatPriority = 100;
    private const uint RandomFully = 1 << 4;
    private const uint LayerFourProtocol = 16; // NFT_META_L4PROTO
    private const byte Tcp = 6;
    private const ushort Error = 2;

    /// <summary>Has the kernel translate from now on.</summary>
    /// <returns>The name of the error; null where it does.</returns>
    public static string? Install(NatPoolRange pool) => Send(Rules(pool, stay: true), answers: 3);

    /// <summary>Whether the kernel would take such a rule here, which is undone before it acts.</summary>
    /// <returns>The name of the error; null where it would.</returns>
    public static string? WhyNot() =>
        Send(Rules(new NatPoolRange(IPAddress.Loopback, IPAddress.Loopback, 1, 1, true), stay: false), answers: 4);

    /// <summary>The messages: all of them are taken, or none.</summary>
    /// <param name="pool">What is translated to.</param>
    /// <param name="stay">Whether the rule stays; where not, its table is removed in the same batch.</param>
    internal static byte[] Rules(NatPoolRange pool, bool stay)
    {
        var batch = new NetlinkMessage();
        const ushort Make = Request | Acknowledge | Create;
        batch.Add(BatchBegin, Request, 0, Subsystem);
        batch.Add(NewTable, Make, Ipv4, 0, () => batch.Attribute(1, Table));
        batch.Add(NewChain, Make, Ipv4, 0, () =>
        {
            batch.Attribute(1, Table);
            batch.Attribute(3, Chain);
            batch.Attribute(4, () =>
            {
                batch.Attribute(1, PostRouting);
                batch.Attribute(2, SourceNatPriority);
            });
            batch.Attribute(7, "nat");
        });
        batch.Add(NewRule, Make | Append, Ipv4, 0, () =>
        {
            batch.Attribute(1, Table);
            batch.Attribute(2, Chain);
            batch.Attribute(4, () => Expressions(batch, pool));
        });
        if (!stay)
        {
            batch.Add(DeleteTable, Request | Acknowledge, Ipv4, 0, () => batch.Attribute(1, Table));
        }

        return batch.Add(BatchEnd, Request, 0, Subsystem).ToArray();
    }

    // Register 1 is the protocol's, and then the first address's; registers have 16 bytes each, of which those in front count.
    private static void Expressions(NetlinkMessage batch, NatPoolRange pool)
    {
        Expression("meta", () =>
        {
            batch.Attribute(1, 1u);
            batch.Attribute(2, LayerFourProtocol);
        });
        Expression("cmp", () =>
        {
            batch.Attribute(1, 1u);
            batch.Attribute(2, 0u);
            batch.Attribute(3, () => batch.Attribute(1, Tcp));
        });
        Load(1, pool.FirstAddress.GetAddressBytes());
        Load(2, pool.LastAddress.GetAddressBytes());
        Load(3, Port(pool.FirstPort));
        Load(4, Port(pool.LastPort));
        Expression("nat", () =>
        {
            batch.Attribute(1, 0u); // NFT_NAT_SNAT
            batch.Attribute(2, (uint)Ipv4);
            for (ushort register = 1; register <= 4; register++)
            {
                batch.Attribute((ushort)(register + 2), (uint)register);
            }

            if (pool.IsRandom)
            {
                batch.Attribute(7, RandomFully);
            }
        });

        void Load(uint register, byte[] value) => Expression("immediate", () =>
        {
            batch.Attribute(1, register);
            batch.Attribute(2, () => batch.Attribute(1, value));
        });

        void Expression(string name, Action data) => batch.Attribute(1, () =>
        {
            batch.Attribute(1, name);
            batch.Attribute(2, data);
        });
    }

    private static byte[] Port(int number)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        return bytes;
    }

    private static string? Send(byte[] batch, int answers)
    {
        using var socket = new Descriptor(
            SocketCalls.Open(SocketCalls.AddressFamilyNetlink, SocketCalls.Raw | SocketCalls.CloseOnExec, NetlinkNetfilter));
        if (socket.IsInvalid || SocketCalls.Send(socket.Number, in batch[0], batch.Length, 0) < 0)
        {
            return Errno.Name(Marshal.GetLastPInvokeError());
        }

        var buffer = new byte[1 << 13];
        while (answers > 0)
        {
            var count = (int)SocketCalls.Receive(socket.Number, ref buffer[0], buffer.Length, 0);
            if (count < 0)
            {
                return Errno.Name(Marshal.GetLastPInvokeError());
            }

            for (var rest = buffer.AsSpan(0, count); rest.Length >= NetlinkMessage.HeaderSize + sizeof(int); answers--)
            {
                // struct nlmsgerr: an error number below zero, or zero.
                var length = MemoryMarshal.Read<int>(rest);
                if (MemoryMarshal.Read<ushort>(rest[4..]) == Error
                    && MemoryMarshal.Read<int>(rest[NetlinkMessage.HeaderSize..]) is < 0 and var number)
                {
                    return Errno.Name(-number);
                }

                rest = rest[Math.Min(rest.Length, Math.Max(NetlinkMessage.HeaderSize, (length + 3) & ~3))..];
            }
        }

        return null;
    }
}
