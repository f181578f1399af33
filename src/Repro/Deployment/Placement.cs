using System.Net;
using System.Net.Sockets;
using Repro.Labs;
using Repro.Model;

namespace Repro.Deployment;

/// <summary>Which addresses client and backends use that are on one host.</summary>
internal static class Placement
{
    /// <summary>Addresses that each client is to be given.</summary>
    public static int AddressesOfClient(Conditions conditions) => conditions.Network.Path switch
    {
        // Those of the loopback are there already, as are all of 127/8.
        NetworkPath.Loopback => 1,
        NetworkPath.OwnAddress => AddressesOfOneHost(conditions),
        _ => conditions.Clients.Addresses,
    };

    /// <summary>
    /// Hosts with the addresses that they use: their own or, on one host, the first of its addresses at the client, and at each backend as
    /// many as it has after those of the backends before it.
    /// </summary>
    /// <param name="conditions">What they are for.</param>
    /// <param name="hosts">The hosts as they came up.</param>
    public static IReadOnlyList<LabHost> Of(Conditions conditions, IReadOnlyList<LabHost> hosts)
    {
        if (!conditions.IsOneHost)
        {
            return hosts;
        }

        IReadOnlyList<IPAddress> all = conditions.Network.Path == NetworkPath.Loopback
            ? Loopback(hosts[0].Addresses[0].AddressFamily, AddressesOfOneHost(conditions))
            : hosts[0].Addresses;
        var (backends, each) = (0, conditions.Backends.Addresses);
        return
        [
            .. hosts.Select(host => host with
            {
                Addresses = HostRoles.Of(host.Name) == HostRole.Client
                    ? [.. all.Take(conditions.Clients.Addresses)]
                    : [.. all.Skip(each * backends++).Take(each)],
            }),
        ];
    }

    private static int AddressesOfOneHost(Conditions conditions) =>
        Math.Max(conditions.Clients.Addresses, conditions.Backends.Count * conditions.Backends.Addresses);

    // 127.0.0.1 and those after it; of IPv6 there is one, and conditions that ask for more are refused.
    private static IReadOnlyList<IPAddress> Loopback(AddressFamily family, int count) => family == AddressFamily.InterNetworkV6
        ? [IPAddress.IPv6Loopback]
        : [.. Enumerable.Range(1, count).Select(number => new IPAddress([127, 0, (byte)(number >> 8), (byte)number]))];
}
