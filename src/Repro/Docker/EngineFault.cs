using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Repro.Docker;

/// <summary>
/// Why a call had no usable answer, before it is known which call: travels through the layers that only pass on an IOException.
/// </summary>
/// <param name="cause">The end of a sentence: <c>it is not running</c>.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="inner">What a layer below said.</param>
internal sealed class EngineFault(string cause, string remedy, Exception? inner = null) : IOException(cause, inner)
{
    private const int LongestReason = 500;

    private const string StartIt = "Start it (sudo systemctl start docker, or Docker Desktop)";
    private const string AskTheLog = "Where the message does not say enough, the engine's log may (journalctl -u docker, or podman)";
    private const string NameAnother = "or name another engine with DOCKER_HOST or DOCKER_CONTEXT";

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>The HTTP status that the engine refused with; null where it did not refuse.</summary>
    public int? Status { get; private init; }

    /// <summary>The engine refused.</summary>
    /// <param name="status">An HTTP status.</param>
    /// <param name="body">What it says: JSON with a message, or anything else.</param>
    public static EngineFault OfRefusal(HttpStatusCode status, string body) => new(
        $"{ReasonIn(body) ?? "it gave no reason"} ({(int)status})",
        $"{AskTheLog}{((int)status >= 500 ? "; a full disk is a common cause (docker system df)" : "")}.")
    {
        Status = (int)status,
    };

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

    /// <summary>What answers is no engine.</summary>
    /// <param name="expected">What an engine would have answered with.</param>
    /// <param name="inner">What a layer below said.</param>
    public static EngineFault OfStranger(string expected, Exception? inner = null) => new(
        $"it answered with something that is not {expected}",
        "Check that a Docker engine or Podman listens there, and nothing else (DOCKER_HOST).",
        inner);

    /// <summary>The engine is too old.</summary>
    public static EngineFault OfAge(Version offered, Version oldest) => new(
        $"its API is {offered}, and the oldest that will do is {oldest}", "Update it: Docker Engine 20.10 or Podman 4 is enough.");

    /// <summary>The same in the words of a user, whatever a layer in between made of it; null if it is no failure of a call.</summary>
    /// <param name="exception">What a call ended with.</param>
    /// <param name="endpoint">Where it went.</param>
    public static EngineFault? From(Exception exception, EngineEndpoint endpoint)
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
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError, InnerException: { } cause } =>
                OfConnecting(cause, endpoint),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => OfStranger("HTTP", exception),
            JsonException or KeyNotFoundException or InvalidOperationException => OfStranger("JSON as an engine writes it", exception),
            HttpRequestException or IOException or SocketException => new(
                "the connection was cut", $"It was stopped, or crashed. {AskTheLog}. {StartIt}, and try again.", exception),
            _ => null,
        };
    }

    private static EngineFault OfConnecting(Exception error, EngineEndpoint endpoint) => error switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } => new(
            "permission denied",
            "Add yourself to the group docker (sudo usermod -aG docker $USER, then log in again), or run a rootless engine "
                + "and name it with DOCKER_HOST.",
            error),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new("it is not running", $"{StartIt}, {NameAnother}.", error),
        // What .NET makes of ENOENT.
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } when endpoint is UnixEndpoint => new(
            "it is not running: there is no such socket", $"Install Docker or Podman if there is none. {StartIt}, {NameAnother}.", error),
        // A path longer than sockaddr_un has room for.
        ArgumentOutOfRangeException =>
            new(error.Message, "Name the engine with a shorter path in DOCKER_HOST, such as that of a symbolic link.", error),
        Win32Exception when endpoint is CliEndpoint => new(
            $"the program docker, which connects to such engines, can't be started: {error.Message}",
            "Install the Docker CLI so that docker is on the PATH, or name an engine with DOCKER_HOST=unix://… or tcp://… without TLS.",
            error),
        _ => new($"it can't be reached: {error.Message}", $"Check the address. {StartIt}, {NameAnother}.", error),
    };

    // The message of the JSON; the body itself where it is something else; null where it is empty.
    private static string? ReasonIn(string body)
    {
        string? text;
        try
        {
            text = (JsonNode.Parse(body) as JsonObject)?["message"]?.ToString();
        }
        catch (JsonException)
        {
            text = body;
        }

        return text?.Trim() is not { Length: > 0 } trimmed ? null
            : trimmed.Length > LongestReason ? trimmed[..LongestReason] + "…"
            : trimmed;
    }
}
