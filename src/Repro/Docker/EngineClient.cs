using System.Net;
using System.Text.Json;
using Docker.DotNet;

namespace Repro.Docker;

/// <summary>
/// Calls to one engine. Whatever goes wrong comes out as an <see cref="EngineException"/> that names call, place, cause and remedy; what is
/// cancelled, or cut off by disposing, as an <see cref="OperationCanceledException"/>.
/// </summary>
internal sealed class EngineClient : IDisposable
{
    private readonly CancellationTokenSource lifetime = new();
    private readonly TimeProvider time;
    private readonly EngineTransport transport;
    private readonly HttpMessageInvoker bare;
    private DockerClient api;

    /// <summary>Connects with the first call.</summary>
    /// <param name="endpoint">Where the engine listens.</param>
    /// <param name="limit">How long a call may take, where the call doesn't say otherwise.</param>
    /// <param name="time">The clock of the limits.</param>
    public EngineClient(EngineEndpoint endpoint, TimeSpan limit, TimeProvider time)
    {
        this.time = time;
        Endpoint = endpoint;
        Limit = limit;
        transport = new EngineTransport(endpoint);
        bare = new HttpMessageInvoker(transport);
        api = transport.ClientOf(null);
    }

    public EngineEndpoint Endpoint { get; }

    public TimeSpan Limit { get; }

    /// <summary>The version of the API that is spoken; null until one is chosen.</summary>
    public Version? Spoken { get; private set; }

    /// <summary>Speaks this version of the API from now on.</summary>
    public void Speak(Version version)
    {
        Spoken = version;
        api = transport.ClientOf(version);
    }

    /// <summary>The filter of a list: what has all of these labels.</summary>
    /// <param name="labels">Each <c>key</c> or <c>key=value</c>; none for everything.</param>
    public static IDictionary<string, IDictionary<string, bool>>? WithLabels(IReadOnlyList<string> labels) => labels.Count == 0
        ? null
        : new Dictionary<string, IDictionary<string, bool>> { ["label"] = labels.ToDictionary(label => label, _ => true) };

    /// <summary>A call whose answer matters only by its success.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Cancels the wait for the answer; the engine may carry the call out all the same.</param>
    /// <param name="limit">How long it may take, if not <see cref="Limit"/>.</param>
    public Task RunAsync(Func<DockerClient, CancellationToken, Task> call, CancellationToken cancellationToken, TimeSpan? limit = null) =>
        AskAsync(
            async (client, token) =>
            {
                await call(client, token);
                return this;
            },
            cancellationToken,
            limit);

    /// <summary>A call about something that may be gone, which is as good.</summary>
    public static async Task UnlessGoneAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (EngineException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            // What was asked for.
        }
    }

    /// <summary>A call that answers; null in place of an answer is a failure.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public Task<T> AskAsync<T>(
        Func<DockerClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken, TimeSpan? limit = null)
        where T : class =>
            GuardAsync(async token => await call(api, token) ?? throw new JsonException("null"), limit ?? Limit, cancellationToken);

    /// <summary>A call that the library lacks: its answer is handed over as soon as it begins.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="isUpgrade">Whether the connection is to become a stream.</param>
    /// <param name="read">Takes what is wanted from the answer, and disposes of it.</param>
    /// <param name="limit">For everything, <paramref name="read"/> included.</param>
    /// <param name="cancellationToken">Cancels the call; the connection is closed.</param>
    public Task<T> PostAsync<T>(
        string path,
        bool isUpgrade,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        TimeSpan limit,
        CancellationToken cancellationToken) => GuardAsync(
        async token =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(EngineTransport.Root, $"v{Spoken}/{path}"));
            if (isUpgrade)
            {
                request.Headers.Connection.Add("Upgrade");
                request.Headers.Upgrade.ParseAdd("tcp");
            }

            var answer = await bare.SendAsync(request, token);
            return isUpgrade && answer.StatusCode != HttpStatusCode.SwitchingProtocols
                ? throw EngineFault.OfStranger("a stream in both directions")
                : await read(answer, token);
        },
        limit,
        cancellationToken);

    public void Dispose()
    {
        lifetime.Cancel();
        bare.Dispose();
    }

    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan limit, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(lifetime.IsCancellationRequested, this);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.Token);
        using var patience = new CancellationTokenSource(limit, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, patience.Token);
        var name = "a call";
        EngineTransport.Watch(request =>
            name = $"{request.Method} {request.RequestUri!.AbsolutePath[(Spoken is null ? 0 : $"/v{Spoken}".Length)..]}");
        try
        {
            return await call(deadline.Token);
        }
        catch (Exception exception) when (ending.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw Failure(EngineFault.OfSilence(limit));
        }
        catch (Exception exception) when (EngineFault.From(exception, Endpoint) is { } fault)
        {
            throw Failure(fault);
        }

        EngineException Failure(EngineFault fault) =>
            new($"{name} failed at {Endpoint.Address}: {fault.Message.Trim().TrimEnd('.')}.", fault.Remedy, fault.Status);
    }
}
