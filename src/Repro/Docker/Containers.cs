using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Repro.Docker;

/// <summary>The containers of an engine. An id may be a name everywhere. All calls fail with an <see cref="EngineException"/>.</summary>
internal sealed class Containers(EngineClient client)
{
    /// <summary>Makes a container, which <see cref="StartAsync"/> starts.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string name, ContainerSpec spec, CancellationToken cancellationToken)
    {
        var path = ApiPath.Query("/containers/create", ("name", name));
        var body = JsonContent.Create(ContainerBody.From(spec), EngineJson.Default.ContainerBody);
        return (await client.AskAsync(HttpMethod.Post, path, body, EngineJson.Default.CreatedAnswer, cancellationToken)).Id;
    }

    /// <summary>Starts it; one that runs already is as good.</summary>
    public Task StartAsync(string id, CancellationToken cancellationToken) =>
        client.RunAsync(HttpMethod.Post, ApiPath.Of("containers", id, "/start"), null, cancellationToken);

    /// <summary>Joins its standard input, output and error. Before the start, so that nothing is missed.</summary>
    public async Task<AttachedStream> AttachAsync(string id, CancellationToken cancellationToken)
    {
        var path = ApiPath.Query(
            ApiPath.Of("containers", id, "/attach"), ("stream", "1"), ("stdin", "1"), ("stdout", "1"), ("stderr", "1"));
        return new AttachedStream(await client.UpgradeAsync(path, cancellationToken));
    }

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
        try
        {
            await client.RunAsync(
                HttpMethod.Delete, ApiPath.Query(ApiPath.Of("containers", id), ("force", "1"), ("v", "1")), null, cancellationToken);
        }
        catch (EngineException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            // What was asked for.
        }
        catch (EngineException exception) when (
            exception.Status == (int)HttpStatusCode.Conflict && exception.Message.Contains("already in progress", StringComparison.Ordinal))
        {
            await WaitUntilRemovedAsync(id, cancellationToken);
        }
    }

    /// <summary>How it is; null where there is none.</summary>
    public async Task<ContainerState?> InspectAsync(string id, CancellationToken cancellationToken) =>
        (await client.FindAsync(ApiPath.Of("containers", id, "/json"), EngineJson.Default.ContainerAnswer, cancellationToken))?.State;

    /// <summary>All containers that have all of these labels, whatever state they are in.</summary>
    /// <param name="labels">Each <c>key</c> or <c>key=value</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ContainerFacts>> ListAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        var path = ApiPath.Query("/containers/json", ("all", "1"), ("filters", ApiPath.LabelFilter(labels)));
        var rows = await client.GetAsync(path, EngineJson.Default.ListContainerRow, cancellationToken);
        return
        [
            .. rows.Select(row => new ContainerFacts(
                row.Id,
                row.Names is [var name, ..] ? name.TrimStart('/') : "",
                row.State,
                DateTimeOffset.FromUnixTimeSeconds(row.Created),
                row.Labels ?? new Dictionary<string, string>())),
        ];
    }

    /// <summary>Unpacks an archive into a folder of the container, which need not run.</summary>
    /// <param name="id">The container.</param>
    /// <param name="path">A folder that exists; where the root is read-only, one of a volume.</param>
    /// <param name="tar">Sent as it is read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task PutArchiveAsync(string id, string path, Stream tar, CancellationToken cancellationToken) => client.SendAsync(
        HttpMethod.Put,
        ApiPath.Query(ApiPath.Of("containers", id, "/archive"), ("path", path)),
        TarContent.Of(tar),
        (_, _) => Task.FromResult(true),
        Timeout.InfiniteTimeSpan,
        cancellationToken);

    /// <summary>The last lines of its output and errors, in the order in which the engine had them.</summary>
    /// <param name="id">The container; one with a log driver of <c>none</c> has no logs, which is an error.</param>
    /// <param name="lines">How many lines.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<string> LogsAsync(string id, int lines, CancellationToken cancellationToken) => client.SendAsync(
        HttpMethod.Get,
        ApiPath.Query(ApiPath.Of("containers", id, "/logs"), ("stdout", "1"), ("stderr", "1"), ("tail", $"{lines}")),
        null,
        async (answer, token) =>
        {
            var text = new StringBuilder();
            var reader = new FrameReader(Append, Append);
            await using var body = await answer.Content.ReadAsStreamAsync(token);
            await reader.ReadToEndAsync(body, token);
            return text.ToString();

            void Append(string line) => text.Append(line).Append('\n');
        },
        client.Limit,
        cancellationToken);

    private async Task WaitUntilRemovedAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await WaitAsync(id, "removed", () => { }, client.Limit, cancellationToken);
        }
        catch (EngineException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            // It was quicker.
        }
    }

    private Task<long> WaitAsync(string id, string condition, Action begun, TimeSpan limit, CancellationToken cancellationToken)
    {
        var path = ApiPath.Query(ApiPath.Of("containers", id, "/wait"), ("condition", condition));
        return client.SendAsync(
            HttpMethod.Post,
            path,
            null,
            async (answer, token) =>
            {
                begun();
                var end = await EngineClient.ReadAsync(answer, EngineJson.Default.WaitAnswer, token);
                return end.Error?.Message is { Length: > 0 } message
                    ? throw client.Failure(HttpMethod.Post, path, EngineFault.OfProgress(message))
                    : end.StatusCode;
            },
            limit,
            cancellationToken);
    }
}
