using System.Net;
using Docker.DotNet;
using Docker.DotNet.Handler.Abstractions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Repro.Docker;

/// <summary>
/// Carries the calls of Docker.DotNet over connections of ours, which knows neither ssh nor contexts of TLS; has refusals in the engine's
/// words, and tells which call it was that failed.
/// </summary>
/// <param name="endpoint">Where the engine listens.</param>
internal sealed class EngineTransport(EngineEndpoint endpoint)
    : DelegatingHandler(Connections(endpoint)), IDockerHandlerFactory<EngineEndpoint>
{
    /// <summary>The root of every call: the endpoint says where it goes.</summary>
    public static readonly Uri Root = new("http://docker");

    private static readonly AsyncLocal<Action<HttpRequestMessage>?> Watcher = new();

    /// <summary>Has every call of the asynchronous method that says so, and of those that it calls, shown to somebody first.</summary>
    public static void Watch(Action<HttpRequestMessage> watcher) => Watcher.Value = watcher;

    /// <summary>A client of one version of the API; null for what needs none. What it disposes of is this.</summary>
    public DockerClient ClientOf(Version? version) => new DockerClientBuilder<EngineEndpoint>(
        this, endpoint, new ClientOptions { Endpoint = Root, ApiVersion = version, Timeout = Timeout.InfiniteTimeSpan },
        NullLogger.Instance).Build();

    public ResolvedTransport CreateHandler(EngineEndpoint transportOptions, ResolvedClientOptions clientOptions, ILogger logger) =>
        new(this, Root);

    public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) => new(this, Root);

    /// <summary>Not for this room: the library's own wraps a stream so that each read blocks a thread of the pool.</summary>
    public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) => throw new NotSupportedException();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Watcher.Value?.Invoke(request);
        // An engine that refuses does so before it has read the body, and would be heard too late.
        request.Headers.ExpectContinue = request.Content is StreamContent;
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode || answer.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.SwitchingProtocols)
        {
            return answer;
        }

        using (answer)
        {
            throw EngineFault.OfRefusal(answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
        }
    }

    private static SocketsHttpHandler Connections(EngineEndpoint endpoint) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = async (_, cancellationToken) => await Connector.OpenAsync(endpoint, cancellationToken),
    };
}
