using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Repro.Labs;

/// <summary>Blocks of addresses for labs.</summary>
internal static class Subnets
{
    // The network's own, the bridge's, the broadcast's.
    private const int Reserved = 3;

    // As of any link.
    private const int Ipv6PrefixLength = 64;

    private static readonly IPNetwork Ipv4 = IPNetwork.Parse("198.18.0.0/15");
    private static readonly IPNetwork Ipv6 = IPNetwork.Parse("2001:2::/48");

    /// <summary>The addresses that are set aside for benchmarks, of which no real host has one (RFC 2544, and of IPv6 RFC 5180).</summary>
    public static IPNetwork Benchmarks(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? Ipv6 : Ipv4;

    /// <summary>The blocks of the benchmarking addresses that hold so many hosts' addresses and overlap with none of those taken.</summary>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="addresses">Addresses that hosts will have.</param>
    /// <param name="taken">Blocks in use, of either.</param>
    public static IEnumerable<IPNetwork> Free(AddressFamily family, int addresses, IReadOnlyCollection<IPNetwork> taken)
    {
        var all = Benchmarks(family);
        var prefix = family == AddressFamily.InterNetworkV6 ? Ipv6PrefixLength : 24;
        while (prefix < Ipv6PrefixLength && 1 << (32 - prefix) < addresses + Reserved)
        {
            prefix--;
        }

        var step = UInt128.One << ((family == AddressFamily.InterNetworkV6 ? 128 : 32) - prefix);
        for (var number = UInt128.Zero; all.Contains(all.Address(number)); number += step)
        {
            var candidate = new IPNetwork(all.Address(number), prefix);
            if (!taken.Any(block => candidate.Overlaps(block)))
            {
                yield return candidate;
            }
        }
    }

    /// <summary>Whether an address is in both.</summary>
    public static bool Overlaps(this IPNetwork one, IPNetwork other) =>
        one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    /// <summary>An address of a block, or of one that follows it.</summary>
    public static IPAddress Address(this IPNetwork block, UInt128 number)
    {
        var bytes = block.BaseAddress.GetAddressBytes();
        if (bytes.Length == sizeof(uint))
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) + (uint)number);
        }
        else
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, BinaryPrimitives.ReadUInt128BigEndian(bytes) + number);
        }

        return new IPAddress(bytes);
    }
}
