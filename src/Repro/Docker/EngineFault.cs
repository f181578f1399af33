using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Repro.Docker;

/// <summary>Why a call had no usable answer, before it is known which call: travels through the layers that only pass on an IOException.</summary>
/// <param name="cause">The end of a sentence: <c>it is not running</c>.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="inner">What a layer below said.</param>
internal sealed class EngineFault(string cause, string remedy, Exception? inner = null) : IOException(cause, inner)
{
    private const string StartIt = "Start it (sudo systemctl start docker, or Docker Desktop)";
    private const string AskTheLog = "Where the message does not say enough, the engine's log may (journalctl -u docker, or podman)";
    private const string NameAnother = "or name another engine with DOCKER_HOST or DOCKER_CONTEXT";

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>The connection could not be opened.</summary>
    /// <param name="error">What the system says.</param>
    /// <param name="endpoint">Where.</param>
    public static EngineFault OfConnecting(SocketException error, EngineEndpoint endpoint) => error.SocketErrorCode switch
    {
        SocketError.AccessDenied => new(
            "permission denied",
            "Add yourself to the group docker (sudo usermod -aG docker $USER, then log in again), or run a rootless engine and name it with "
            + "DOCKER_HOST.",
            error),
        SocketError.ConnectionRefused => new("it is not running", $"{StartIt}, {NameAnother}.", error),
        // What .NET makes of ENOENT.
        SocketError.AddressNotAvailable when endpoint is UnixEndpoint => new(
            "it is not running: there is no such socket", $"Install Docker or Podman if there is none. {StartIt}, {NameAnother}.", error),
        _ => new($"it can't be reached: {error.Message}", $"Check the address. {StartIt}, {NameAnother}.", error),
    };

    /// <summary>The program docker, which makes the connection for remote engines, could not be started.</summary>
    public static EngineFault OfProgram(Exception error) => new(
        $"the program docker, which connects to such engines, can't be started: {error.Message}",
        "Install the Docker CLI so that docker is on the PATH, or name an engine with DOCKER_HOST=unix://… or tcp://… without TLS.",
        error);

    /// <summary>The program docker gave up.</summary>
    /// <param name="errors">What it said.</param>
    public static EngineFault OfDialing(string errors) => new(
        $"docker system dial-stdio failed: {errors}", "Make the same command work in a shell first: docker version.");

    /// <summary>The call did not end in time.</summary>
    public static EngineFault OfSilence(TimeSpan limit) => new(
        $"it did not answer within {limit.TotalSeconds:0.###} s",
        "The engine may be stuck or overloaded: see whether docker ps answers; restart it if not (sudo systemctl restart docker).");

    /// <summary>The engine gave up in the middle of an answer that began well.</summary>
    public static EngineFault OfProgress(string message) => new(
        message, $"{AskTheLog}; no way to the registry and a full disk are common causes.");

    /// <summary>What answers does not say which version of the API it speaks.</summary>
    public static EngineFault OfStranger() => NotAnEngine("a version of the Docker API", null);

    /// <summary>The engine is too old.</summary>
    public static EngineFault OfAge(Version offered, Version oldest) => new(
        $"its API is {offered}, and the oldest that will do is {oldest}", "Update it: Docker Engine 20.10 or Podman 4 is enough.");

    /// <summary>The same in the words of a user, whatever a layer in between made of it; null if it is no failure of the connection.</summary>
    public static EngineFault? From(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is EngineFault fault)
            {
                return fault;
            }
        }

        return exception switch
        {
            JsonException => NotAnEngine("JSON as an engine writes it", exception),
            InvalidDataException => NotAnEngine("a framed stream", exception),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => NotAnEngine("HTTP", exception),
            HttpRequestException or IOException or SocketException or ObjectDisposedException => new(
                "the connection was cut",
                $"It was stopped, or crashed. {AskTheLog}. {StartIt}, and try again.",
                exception),
            _ => null,
        };
    }

    /// <summary>What to do about an answer of 4xx or 5xx.</summary>
    public static string RemedyFor(HttpStatusCode status) => (int)status >= 500
        ? $"{AskTheLog}; a full disk is a common cause (docker system df)."
        : $"{AskTheLog}.";

    private static EngineFault NotAnEngine(string expected, Exception? inner) => new(
        $"it answered with something that is not {expected}", "Check that a Docker engine or Podman listens there, and nothing else (DOCKER_HOST).", inner);
}
