using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Repro.Docker;

/// <summary>
/// HTTP to one engine. Whatever goes wrong comes out as an <see cref="EngineException"/> that names call, place, cause and remedy; what is
/// cancelled, or cut off by disposing, as an <see cref="OperationCanceledException"/>.
/// </summary>
internal sealed class EngineClient : IDisposable
{
    /// <summary>The host of a request's head: the endpoint says where it goes.</summary>
    public const string HostHeader = "docker";

    private readonly HttpClient http;
    private readonly CancellationTokenSource lifetime = new();

    /// <summary>Connects with the first call.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="limit">How long a call may take, where the call doesn't say otherwise.</param>
    public EngineClient(EngineEndpoint endpoint, TimeSpan limit)
    {
        Endpoint = endpoint;
        Limit = limit;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = async (_, cancellationToken) => await Connector.OpenAsync(endpoint, cancellationToken),
        };
        http = new HttpClient(handler) { BaseAddress = new Uri($"http://{HostHeader}"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public EngineEndpoint Endpoint { get; }

    public TimeSpan Limit { get; }

    /// <summary>The prefix of every path: <c>/v1.47</c>; empty until it is negotiated.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Sends a request and hands its answer to <paramref name="read"/>, which may take its time with the body.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query, without the version.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="read">Takes what is wanted from the answer; a 304 counts as a success.</param>
    /// <param name="limit">For everything, <paramref name="read"/> included; infinite for a call that takes as long as it takes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        HttpContent? body,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        TimeSpan limit,
        CancellationToken cancellationToken) => GuardAsync(
        method,
        path,
        async token =>
        {
            using var request = new HttpRequestMessage(method, Prefix + path) { Content = body };
            // An engine that refuses does so before it has read the body, and would be heard too late.
            request.Headers.ExpectContinue = body is StreamContent;
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotModified)
            {
                throw Refusal(method, path, answer.StatusCode, await answer.Content.ReadAsStringAsync(token));
            }

            return await read(answer, token);
        },
        limit,
        cancellationToken);

    /// <summary>A call whose answer matters only by its status.</summary>
    public Task RunAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken) =>
        SendAsync(method, path, body, (_, _) => Task.FromResult(true), Limit, cancellationToken);

    /// <summary>A call that answers with JSON.</summary>
    public Task<T> AskAsync<T>(HttpMethod method, string path, HttpContent? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => SendAsync(method, path, body, (answer, token) => ReadAsync(answer, type, token), Limit, cancellationToken);

    /// <summary>A question that answers with JSON.</summary>
    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => AskAsync(HttpMethod.Get, path, null, type, cancellationToken);

    /// <summary>A question after one thing; null where there is none.</summary>
    public async Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await GetAsync(path, type, cancellationToken);
        }
        catch (EngineException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>A call that turns its connection into a stream, in the few lines of HTTP that it takes.</summary>
    /// <remarks>Podman and old engines answer 200 rather than 101, after which HttpClient lets nobody write.</remarks>
    public Task<Stream> UpgradeAsync(string path, CancellationToken cancellationToken) => GuardAsync(
        HttpMethod.Post,
        path,
        async token =>
        {
            var connection = await Connector.OpenAsync(Endpoint, token);
            try
            {
                var (status, message) = await RawUpgrade.RequestAsync(connection, Prefix + path, token);
                return status is HttpStatusCode.SwitchingProtocols or HttpStatusCode.OK
                    ? connection
                    : throw Refusal(HttpMethod.Post, path, status, message);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        },
        Limit,
        cancellationToken);

    /// <summary>Runs a call, or the rest of one, and puts what goes wrong into words.</summary>
    public async Task<T> GuardAsync<T>(
        HttpMethod method, string path, Func<CancellationToken, Task<T>> call, TimeSpan limit, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(lifetime.IsCancellationRequested, this);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.Token);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        deadline.CancelAfter(limit);
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
            throw Failure(method, path, EngineFault.OfSilence(limit));
        }
        catch (Exception exception) when (exception is not ReproException && EngineFault.From(exception) is { } fault)
        {
            throw Failure(method, path, fault);
        }
    }

    /// <summary>The exception for a call that had no usable answer.</summary>
    public EngineException Failure(HttpMethod method, string path, EngineFault fault) => new(Problem(method, path, fault.Message), fault.Remedy);

    public void Dispose()
    {
        lifetime.Cancel();
        http.Dispose();
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("null");
    }

    private EngineException Refusal(HttpMethod method, string path, HttpStatusCode status, string body) => new(
        Problem(method, path, $"{EngineMessage.In(body) ?? "it gave no reason"} ({(int)status})"), EngineFault.RemedyFor(status), (int)status);

    private string Problem(HttpMethod method, string path, string cause) =>
        $"{method} {path.Split('?')[0]} failed at {Endpoint.Address}: {cause.Trim().TrimEnd('.')}.";
}
