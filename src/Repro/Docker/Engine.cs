using Docker.DotNet.Models;
using Version = System.Version;

namespace Repro.Docker;

/// <summary>A Docker engine, or Podman in its place.</summary>
internal sealed class Engine : IDisposable
{
    /// <summary>How long a call may take.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(60);

    // One that is there answers the first call at once, over ssh in a few seconds.
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(20);

    // Docker 20.10; nothing here is newer. 1.47 is the newest that this was written against.
    private static readonly Version Oldest = new(1, 41);
    private static readonly Version Newest = new(1, 47);

    private readonly EngineClient client;
    // A connection of its own, which is made before there is any work: another would wait behind dozens that begin, each a login over ssh.
    private readonly EngineClient pulse;

    private Engine(EngineClient client, EngineClient pulse, EngineInfo info)
    {
        this.client = client;
        this.pulse = pulse;
        Info = info;
        Containers = new Containers(client);
        Networks = new Networks(client);
        Images = new Images(client);
    }

    /// <summary>The engine and its machine, as they were when connecting.</summary>
    public EngineInfo Info { get; }

    /// <summary>Its address, as DOCKER_HOST or the context has it.</summary>
    public string Where => client.Endpoint.Address;

    public Containers Containers { get; }

    public Networks Networks { get; }

    public Images Images { get; }

    /// <summary>Finds the engine as the docker command line does, and connects to it.</summary>
    /// <exception cref="EngineException">There is none, or it can't be used.</exception>
    public static Task<Engine> ConnectAsync(CancellationToken cancellationToken) =>
        ConnectAsync(EndpointSearch.Find(EngineEnvironment.Current), DefaultLimit, cancellationToken);

    /// <summary>Connects to an engine.</summary>
    /// <param name="endpoint">Where the engine listens.</param>
    /// <param name="limit">How long each call may take; pulling, importing and building take as long as they take.</param>
    /// <param name="cancellationToken">Cancels the connecting; no connection is left open.</param>
    /// <param name="time">The clock of the limits; the system's unless told.</param>
    /// <exception cref="EngineException">It can't be used.</exception>
    public static async Task<Engine> ConnectAsync(
        EngineEndpoint endpoint, TimeSpan limit, CancellationToken cancellationToken, TimeProvider? time = null)
    {
        var connecting = new EngineClient(endpoint, limit, time ?? TimeProvider.System);
        var asking = new EngineClient(endpoint, limit, time ?? TimeProvider.System);
        try
        {
            var version = await asking.AskAsync(
                async (api, token) =>
                {
                    var answer = await api.System.GetVersionAsync(token);
                    connecting.Speak(VersionFor(answer));
                    return answer;
                },
                cancellationToken,
                limit < FirstAnswer ? limit : FirstAnswer);
            var info = await connecting.AskAsync((api, token) => api.System.GetSystemInfoAsync(token), cancellationToken);
            var isPodman = version.Components is [var first, ..] && first.Name.Contains("Podman", StringComparison.OrdinalIgnoreCase);
            return new Engine(
                connecting,
                asking,
                new EngineInfo(isPodman ? "Podman" : "Docker Engine", version.Version, $"{connecting.Spoken}", info.Architecture)
                {
                    IsRootless = info.SecurityOptions?.Any(option => option.Contains("rootless", StringComparison.Ordinal)) == true,
                });
        }
        catch
        {
            connecting.Dispose();
            asking.Dispose();
            throw;
        }
    }

    /// <summary>Asks whether it is there.</summary>
    /// <param name="limit">How long it may take to answer.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="EngineException">It did not answer, or is not well.</exception>
    public Task PingAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        pulse.RunAsync((api, token) => api.System.PingAsync(token), cancellationToken, limit);

    /// <summary>Ends every call that is still under way with an <see cref="OperationCanceledException"/>; streams live on.</summary>
    public void Dispose()
    {
        client.Dispose();
        pulse.Dispose();
    }

    // The newest that both speak; of an engine that has forgotten all of those, its oldest.
    private static Version VersionFor(VersionResponse? answer)
    {
        if (!Version.TryParse(answer?.APIVersion, out var offered))
        {
            throw EngineFault.OfStranger("a version of the Docker API");
        }

        return offered < Oldest ? throw EngineFault.OfAge(offered, Oldest)
            : offered < Newest ? offered
            : Version.TryParse(answer.MinAPIVersion, out var least) && least > Newest ? least
            : Newest;
    }
}
