using System.Globalization;
using System.Net;

namespace Repro.Labs;

/// <summary>A block of IPv4 addresses.</summary>
/// <param name="Network">Its first address, as a number.</param>
/// <param name="PrefixLength">Length of its prefix, 1–32.</param>
internal readonly record struct Subnet(uint Network, int PrefixLength)
{
    /// <summary>198.18.0.0/15, which RFC 2544 sets aside for benchmarks: no real host has an address of it.</summary>
    public static Subnet Benchmarks { get; } = new((198u << 24) | (18u << 16), 15);

    // The network's own, the bridge's, the broadcast's.
    private const int Reserved = 3;

    private ulong End => Network + (1ul << (32 - PrefixLength));

    /// <summary>Reads CIDR notation; false for anything but IPv4.</summary>
    public static bool TryParse(string text, out Subnet subnet)
    {
        var parts = text.Split('/');
        if (parts.Length == 2 && IPAddress.TryParse(parts[0], out var address) && address.GetAddressBytes() is [var a, var b, var c, var d]
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) && prefix is >= 1 and <= 32)
        {
            var number = ((uint)a << 24) | ((uint)b << 16) | ((uint)c << 8) | d;
            subnet = new Subnet(number & (uint.MaxValue << (32 - prefix)), prefix);
            return true;
        }

        subnet = default;
        return false;
    }

    /// <summary>The blocks of the benchmarking addresses that hold so many hosts' addresses and overlap with none of those taken.</summary>
    /// <param name="addresses">Addresses that hosts will have.</param>
    /// <param name="taken">Blocks in use.</param>
    public static IEnumerable<Subnet> Free(int addresses, IReadOnlyCollection<Subnet> taken)
    {
        var prefix = 24;
        while ((1 << (32 - prefix)) < addresses + Reserved)
        {
            prefix--;
        }

        for (ulong network = Benchmarks.Network; network < Benchmarks.End; network += 1ul << (32 - prefix))
        {
            var candidate = new Subnet((uint)network, prefix);
            if (!taken.Any(candidate.Overlaps))
            {
                yield return candidate;
            }
        }
    }

    /// <summary>Whether an address is in both.</summary>
    public bool Overlaps(Subnet other) => Network < other.End && other.Network < End;

    /// <summary>An address of it.</summary>
    public IPAddress Address(int number)
    {
        var value = Network + (uint)number;
        return new IPAddress([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
    }

    public override string ToString() => $"{Address(0)}/{PrefixLength}";
}
