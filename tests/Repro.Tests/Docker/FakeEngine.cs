using System.Collections.Concurrent;
using System.Net.Sockets;
using Repro.Docker;

namespace Repro.Tests.Docker;

/// <summary>What stands in for an engine: a unix socket where each call has its scripted answer.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    public const string Info = """{"NCPU":2,"MemTotal":1024,"OperatingSystem":"Debian","KernelVersion":"6.1.0","Architecture":"x86_64"}""";

    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, Func<FakeCall, Task>> answers = new();
    private readonly ConcurrentBag<Stream> connections = [];
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Task accepting;

    public FakeEngine(string apiVersion = "1.41")
    {
        Endpoint = new UnixEndpoint(Path.Combine(Path.GetTempPath(), $"repro-{Guid.NewGuid():N}.sock"));
        listener.Bind(new UnixDomainSocketEndPoint(Endpoint.Path));
        listener.Listen();
        On("GET /_ping", 200, "OK");
        On("GET /version", 200, Version(apiVersion));
        On("GET /info", call => call.AnswerAsync(200, Info));
        accepting = AcceptAsync();
    }

    public UnixEndpoint Endpoint { get; }

    /// <summary>Whether it takes bodies, which a refusal comes before.</summary>
    public bool Continues { get; init; } = true;

    /// <summary>What an engine says of itself.</summary>
    public static string Version(string api = "1.41", string least = "1.12", string product = "Engine") =>
        $$"""{"Version":"20.10.24","ApiVersion":"{{api}}","MinAPIVersion":"{{least}}","Components":[{"Name":"{{product}}"}]}""";

    /// <summary>Every call so far.</summary>
    public ConcurrentQueue<FakeCall> Calls { get; } = [];

    /// <summary>Says how a call is answered, by method and path without version and query.</summary>
    public FakeEngine On(string call, Func<FakeCall, Task> answer)
    {
        answers[call] = answer;
        return this;
    }

    public FakeEngine On(string call, int status, string body) => On(call, exchange => exchange.AnswerAsync(status, body));

    public Task<Engine> ConnectAsync(TimeSpan? limit = null, TimeProvider? time = null) =>
        Engine.ConnectAsync(Endpoint, limit ?? Engine.DefaultLimit, CancellationToken.None, time);

    /// <summary>Ends as a daemon that is killed: no more connections, and none of those there are.</summary>
    public void Die()
    {
        stop.Cancel();
        listener.Dispose();
        // .NET takes the socket away, which a killed daemon does not: connecting to what is left is refused.
        File.WriteAllText(Endpoint.Path, "");
        foreach (var connection in connections)
        {
            connection.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Die();
        await accepting;
        File.Delete(Endpoint.Path);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = new NetworkStream(await listener.AcceptAsync(stop.Token), ownsSocket: true);
                connections.Add(connection);
                _ = ServeAsync(connection);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It died.
        }
    }

    private async Task ServeAsync(NetworkStream connection)
    {
        try
        {
            while (await FakeCall.ReadAsync(connection, Continues, stop.Token) is { } call)
            {
                Calls.Enqueue(call);
                if (answers.TryGetValue(call.Name, out var answer))
                {
                    await answer(call);
                }
                else
                {
                    await call.AnswerAsync(404, """{"message":"page not found"}""");
                }

                if (call.Cut)
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The client left.
        }

        await connection.DisposeAsync();
    }
}
