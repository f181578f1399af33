using System.Net;

namespace Repro.Labs;

/// <summary>
/// Addresses out of 198.18.0.0/15, which RFC 2544 sets aside for benchmarks: no real host has one. Consecutive, in the order of hosts.
/// </summary>
internal static class AddressPlan
{
    public const int PrefixLength = 15;

    private const uint FirstAddress = (198u << 24) | (18u << 16) | 1;

    public static IReadOnlyList<IReadOnlyList<IPAddress>> For(IReadOnlyList<HostSpec> hosts)
    {
        var next = FirstAddress;
        var plan = new List<IReadOnlyList<IPAddress>>();
        foreach (var host in hosts)
        {
            var addresses = new List<IPAddress>();
            for (var i = 0; i < host.Addresses; i++)
            {
                var value = next++;
                addresses.Add(new IPAddress([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]));
            }

            plan.Add(addresses);
        }

        return plan;
    }
}
