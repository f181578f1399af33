using System.Net;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Repro.Docker;

/// <summary>The containers of an engine. An id may be a name everywhere. All calls fail with an <see cref="EngineException"/>.</summary>
internal sealed class Containers(EngineClient client)
{
    /// <summary>Makes a container, which <see cref="StartAsync"/> starts.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(CreateContainerParameters wanted, CancellationToken cancellationToken) =>
        (await client.AskAsync((api, token) => api.Containers.CreateContainerAsync(wanted, token), cancellationToken)).ID;

    /// <summary>Starts it; one that runs already is as good.</summary>
    public Task StartAsync(string id, CancellationToken cancellationToken) =>
        client.RunAsync((api, token) => api.Containers.StartContainerAsync(id, null, token), cancellationToken);

    /// <summary>Joins its standard input, output and error. Before the start, so that nothing is missed.</summary>
    /// <remarks>
    /// Not by the library's call, which inspects the container first, and whose stream blocks a thread of the pool with each read.
    /// </remarks>
    public Task<AttachedStream> AttachAsync(string id, CancellationToken cancellationToken) => client.PostAsync(
        $"containers/{id}/attach?stream=1&stdin=1&stdout=1&stderr=1",
        isUpgrade: true,
        async (answer, token) =>
            new AttachedStream(new MultiplexedStream(await answer.Content.ReadAsStreamAsync(token), multiplexed: true)),
        client.Limit,
        cancellationToken);

    /// <summary>
    /// Waits for its next end. To be called before the start: a container that removes itself is gone before anybody could ask afterwards.
    /// </summary>
    /// <returns>
    /// Once the engine watches: the task of the exit code, which has no limit, and never ends if the container is removed without a start.
    /// The token cancels both.
    /// </returns>
    public async Task<Task<long>> WatchExitAsync(string id, CancellationToken cancellationToken)
    {
        var watching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var exit = WaitAsync(id, "next-exit", watching.SetResult, Timeout.InfiniteTimeSpan, cancellationToken);
        if (await Task.WhenAny(watching.Task, exit) == exit)
        {
            await exit;
        }

        return exit;
    }

    /// <summary>Ends and removes it with its anonymous volumes, and returns when it is gone; one that is gone already is as good.</summary>
    /// <remarks>Podman refuses while another container shares its network or processes: remove that one first.</remarks>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        var whole = new ContainerRemoveParameters { Force = true, RemoveVolumes = true };
        try
        {
            await EngineClient.UnlessGoneAsync(
                client.RunAsync((api, token) => api.Containers.RemoveContainerAsync(id, whole, token), cancellationToken));
        }
        catch (EngineException exception) when (
            exception.Status == (int)HttpStatusCode.Conflict && exception.Message.Contains("already in progress", StringComparison.Ordinal))
        {
            await EngineClient.UnlessGoneAsync(WaitAsync(id, "removed", () => { }, client.Limit, cancellationToken));
        }
    }

    /// <summary>All containers that have all of these labels, whatever state they are in.</summary>
    /// <param name="labels">Each <c>key</c> or <c>key=value</c>.</param>
    /// <param name="cancellationToken">Cancels the call; nothing changes in the engine.</param>
    public async Task<IReadOnlyList<ContainerFacts>> ListAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        var wanted = new ContainersListParameters { All = true, Filters = EngineClient.WithLabels(labels) };
        var rows = await client.AskAsync((api, token) => api.Containers.ListContainersAsync(wanted, token), cancellationToken);
        return [.. rows.Select(row => new ContainerFacts(
            row.ID,
            row.State,
            new DateTimeOffset(row.Created.ToUniversalTime()),
            (row.Labels ?? new Dictionary<string, string>()).AsReadOnly()))];
    }

    /// <summary>Unpacks an archive into a folder of the container, which need not run.</summary>
    /// <param name="id">The container.</param>
    /// <param name="path">A folder that exists; where the root is read-only, one of a volume.</param>
    /// <param name="tar">Sent as it is read.</param>
    /// <param name="cancellationToken">Cancels the upload; what was unpacked by then stays in the container.</param>
    public Task PutArchiveAsync(string id, string path, Stream tar, CancellationToken cancellationToken) => client.RunAsync(
        (api, token) => api.Containers.ExtractArchiveToContainerAsync(id, new CopyToContainerParameters { Path = path }, tar, token),
        cancellationToken,
        Timeout.InfiniteTimeSpan);

    // The library's call has no condition, and does not tell when the engine watches.
    private Task<long> WaitAsync(string id, string condition, Action begun, TimeSpan limit, CancellationToken cancellationToken) =>
        client.PostAsync(
            $"containers/{id}/wait?condition={condition}",
            isUpgrade: false,
            async (answer, token) =>
            {
                begun();
                await using var body = await answer.Content.ReadAsStreamAsync(token);
                using var end = await JsonDocument.ParseAsync(body, cancellationToken: token);
                return end.RootElement.TryGetProperty("Error", out var error) && error.ValueKind == JsonValueKind.Object
                    && error.GetProperty("Message").GetString() is { Length: > 0 } message
                    ? throw EngineFault.OfProgress(message)
                    : end.RootElement.GetProperty("StatusCode").GetInt64();
            },
            limit,
            cancellationToken);
}

/// <summary>A container that is there.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State"><c>created</c>, <c>running</c>, <c>exited</c>, <c>removing</c>, <c>dead</c>, …</param>
/// <param name="Created">When, to the second.</param>
/// <param name="Labels">All of them.</param>
internal sealed record ContainerFacts(string Id, string State, DateTimeOffset Created, IReadOnlyDictionary<string, string> Labels);
