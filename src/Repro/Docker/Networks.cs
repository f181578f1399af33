using System.Net;
using System.Net.Http.Json;

namespace Repro.Docker;

/// <summary>The networks of an engine. An id may be a name everywhere. All calls fail with an <see cref="EngineException"/>.</summary>
internal sealed class Networks(EngineClient client)
{
    /// <summary>Makes a network.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(NetworkSpec spec, CancellationToken cancellationToken)
    {
        var body = JsonContent.Create(NetworkBody.From(spec), EngineJson.Default.NetworkBody);
        return (await client.AskAsync(HttpMethod.Post, "/networks/create", body, EngineJson.Default.CreatedAnswer, cancellationToken)).Id;
    }

    /// <summary>Removes it; one that is gone already is as good.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.RunAsync(HttpMethod.Delete, ApiPath.Of("networks", id), null, cancellationToken);
        }
        catch (EngineException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            // What was asked for.
        }
    }

    /// <summary>The networks that have all of these labels.</summary>
    /// <param name="labels">Each <c>key</c> or <c>key=value</c>; none for all networks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<NetworkFacts>> ListAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        var path = ApiPath.Query("/networks", ("filters", ApiPath.LabelFilter(labels)));
        var rows = await client.GetAsync(path, EngineJson.Default.ListNetworkRow, cancellationToken);
        return
        [
            .. rows.Select(row => new NetworkFacts(
                row.Id,
                row.Name,
                row.Created,
                row.Labels ?? new Dictionary<string, string>(),
                [.. (row.Addresses?.Config ?? []).Select(config => config.Subnet).OfType<string>()])),
        ];
    }
}
