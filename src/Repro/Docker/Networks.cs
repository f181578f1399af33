using System.Net;
using System.Net.Sockets;
using Docker.DotNet.Models;

namespace Repro.Docker;

/// <summary>The networks of an engine. An id may be a name everywhere. All calls fail with an <see cref="EngineException"/>.</summary>
internal sealed class Networks(EngineClient client)
{
    /// <summary>Makes a network without a way out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="subnets">Its blocks of addresses; one of IPv6 makes it a network of both.</param>
    /// <param name="labels">All of its labels.</param>
    /// <param name="cancellationToken">Cancels the wait for the answer; the network may have been made.</param>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(
        string name, IReadOnlyList<IPNetwork> subnets, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var wanted = new NetworksCreateParameters
        {
            Name = name,
            Driver = "bridge",
            Internal = true,
            EnableIPv6 = subnets.Any(subnet => subnet.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6),
            IPAM = new IPAM { Config = [.. subnets.Select(subnet => new IPAMConfig { Subnet = subnet.ToString() })] },
            Labels = labels.ToDictionary(),
        };
        return (await client.AskAsync((api, token) => api.Networks.CreateNetworkAsync(wanted, token), cancellationToken)).ID;
    }

    /// <summary>Removes it; one that is gone already is as good.</summary>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        EngineClient.UnlessGoneAsync(client.RunAsync((api, token) => api.Networks.DeleteNetworkAsync(id, token), cancellationToken));

    /// <summary>The networks that have all of these labels.</summary>
    /// <param name="labels">Each <c>key</c> or <c>key=value</c>; none for all networks.</param>
    /// <param name="cancellationToken">Cancels the call; nothing changes in the engine.</param>
    public async Task<IReadOnlyList<NetworkFacts>> ListAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        var wanted = new NetworksListParameters { Filters = EngineClient.WithLabels(labels) };
        var rows = await client.AskAsync((api, token) => api.Networks.ListNetworksAsync(wanted, token), cancellationToken);
        return
        [
            .. rows.Select(row => new NetworkFacts(
                row.ID,
                new DateTimeOffset(row.Created.ToUniversalTime()),
                (row.Labels ?? new Dictionary<string, string>()).AsReadOnly(),
                [.. (row.IPAM?.Config ?? []).Select(config => config.Subnet).Where(subnet => subnet is { Length: > 0 })])),
        ];
    }
}

/// <summary>A network that is there.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Labels">All of them.</param>
/// <param name="Subnets">In CIDR.</param>
internal sealed record NetworkFacts(
    string Id, DateTimeOffset Created, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Subnets);
