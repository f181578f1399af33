using System.Text.Json;
using Repro.Traffic;

namespace Repro.Proxies.Caddy;

/// <summary>
/// Caddy's log as <see cref="CaddyConfiguration"/> has it written: a line for each attempt of a request, with the error in Go's words, and
/// one when the request has ended; the client's address and port join them.
/// </summary>
internal sealed class CaddyLog : IProxyLog
{
    /// <summary>Tells of requests that have ended.</summary>
    public const string Requests = "http.log.access";

    /// <summary>Tells of attempts.</summary>
    public const string Attempts = "http.handlers.reverse_proxy";

    /// <summary>What all backends together are called, for a request that none was chosen for.</summary>
    public const string Nobody = "upstreams";

    private const string Attempted = "upstream roundtrip";
    private const int Ok = 200;

    // A status of its own: the client closed before it had the answer. Early versions say 0.
    private const int ClientClosed = 499;

    // Connections whose last line got lost would be kept for ever.
    private const int MostOpen = 65_536;

    // Of syscall's errors, as Go words them.
    private static readonly (string Words, string Errno)[] Errors =
    [
        ("cannot assign requested address", "EADDRNOTAVAIL"),
        ("address already in use", "EADDRINUSE"),
        ("too many open files", "EMFILE"),
        ("connection refused", "ECONNREFUSED"),
        ("connection reset by peer", "ECONNRESET"),
        ("broken pipe", "EPIPE"),
    ];

    private readonly Dictionary<(string Address, string Port), Attempt> open = [];

    public LoggedRequest? Take(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return Text(root, "logger") switch
            {
                Attempts when Text(root, "msg") == Attempted => Begin(root),
                Requests => End(root),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // Not a line of the log, or one that was cut.
            return null;
        }
    }

    private LoggedRequest? Begin(JsonElement line)
    {
        if (Client(line) is { } client && (open.Count < MostOpen || open.ContainsKey(client)))
        {
            var failure = Text(line, "error") is { } error ? Failure(error) : null;
            open[client] = new Attempt(Text(line, "upstream") ?? Nobody, failure, open.GetValueOrDefault(client).Number + 1);
        }

        return null;
    }

    private LoggedRequest? End(JsonElement line)
    {
        if (Client(line) is not { } client
            || Number(line, "ts") is not { } ended
            || Number(line, "duration") is not { } seconds
            || Number(line, "status") is not { } code)
        {
            return null;
        }

        open.Remove(client, out var last);
        var status = (int)code;
        var failure = status is Ok or ClientClosed or 0 ? null : last.Failure ?? Outcome.Status(status);
        return new LoggedRequest(ended, seconds, last.Towards ?? Nobody, status == Ok, failure, last.Number);
    }

    // Go's net.OpError: "dial tcp 198.18.0.6:81: connect: cannot assign requested address", "read tcp …: read: connection reset by peer".
    private static Outcome Failure(string error)
    {
        var stage = error.Contains(": socket: ", StringComparison.Ordinal) ? Stage.Open
            : error.StartsWith("dial ", StringComparison.Ordinal) ? Stage.Connect
            : error.StartsWith("write ", StringComparison.Ordinal) ? Stage.Write
            : Stage.Read;
        var found = Array.Find(Errors, known => error.EndsWith(known.Words, StringComparison.Ordinal));
        return found.Words is not null ? Outcome.Of(stage, found.Errno)
            : error.Contains("timeout", StringComparison.Ordinal) ? Outcome.Timeout(stage)
            : error.EndsWith("EOF", StringComparison.Ordinal) ? Outcome.Closed(stage)
            : Outcome.Of(stage, "failed");
    }

    private static (string Address, string Port)? Client(JsonElement line) => line.TryGetProperty("request", out var request)
        && Text(request, "remote_ip") is { } address && Text(request, "remote_port") is { } port
            ? (address, port)
            : null;

    private static string? Text(JsonElement line, string key) => line.TryGetProperty(key, out var value) ? value.GetString() : null;

    private static double? Number(JsonElement line, string key) => line.TryGetProperty(key, out var value) ? value.GetDouble() : null;

    private readonly record struct Attempt(string? Towards, Outcome? Failure, int Number);
}
