using System.Net;

namespace Repro.Labs;

/// <summary>Addresses of a lab's hosts: consecutive, in the order of the hosts.</summary>
internal static class AddressPlan
{
    /// <summary>The addresses of each host.</summary>
    /// <param name="hosts">The hosts.</param>
    /// <param name="subnet">Where from.</param>
    /// <param name="first">Number of the first address within it.</param>
    public static IReadOnlyList<IReadOnlyList<IPAddress>> For(IReadOnlyList<HostSpec> hosts, IPNetwork subnet, int first)
    {
        var next = first;
        return
        [
            .. hosts.Select(host =>
            {
                next += host.Addresses;
                var own = Enumerable.Range(next - host.Addresses, host.Addresses);
                return (IReadOnlyList<IPAddress>)[.. own.Select(number => subnet.Address((UInt128)number))];
            }),
        ];
    }
}
