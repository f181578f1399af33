using System.Globalization;
using Repro.Linux;
using Repro.Traffic;

namespace Repro.Proxies.Haproxy;

/// <summary>
/// HAProxy's log as <see cref="HaproxyConfiguration"/> has it written. A connection that can't be opened for want of something local has
/// a message of its own, which names no session: it belongs to the next session that ends without a connection.
/// </summary>
internal sealed class HaproxyLog : IProxyLog
{
    /// <summary>Begins the line of a session.</summary>
    public const string Tag = "repro";

    // Accept date, termination state, time since then in milliseconds, retries, name of the server.
    private const string Format = $"{Tag} %Ts.%ms %ts %Tt %rc %s";
    private const string OkStatus = "200";
    private const string NoStatus = "-";

    private static readonly (string Words, Outcome Outcome)[] Messages =
    [
        ("no free ports", Outcome.Of(Stage.Connect, Errno.AddressNotAvailable)),
        ("local address already in use", Outcome.Of(Stage.Connect, Errno.AddressInUse)),
        ("Cannot bind to", Outcome.Of(Stage.Bind, Errno.AddressInUse)),
        ("FD limit", Outcome.Of(Stage.Open, Errno.TooManyFiles)),
    ];

    private readonly Queue<Outcome> pending = new();

    /// <summary>The line of a session that has requests, and so a status.</summary>
    public static string HttpFormat => $"{Format} %ST";

    /// <summary>The line of a session of bytes.</summary>
    public static string TcpFormat => $"{Format} {NoStatus}";

    public LoggedRequest? Take(string line)
    {
        var fields = line.TrimEnd().Split(' ');
        if (fields is [Tag, var accepted, [var by, var at, ..], var took, var retries, var server, var status]
            && double.TryParse(accepted, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var began)
            && double.TryParse(took, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            // One that connected in the end takes the messages of the attempts before it along.
            var isUnconnected = (by, at) is ('S' or 'R' or 'I', 'C');
            var reason = LastMessage(Retries(retries) + (isUnconnected ? 1 : 0));
            var isOk = (by, at) is ('-', '-') && (status is OkStatus or NoStatus);
            var failure = isOk ? null : isUnconnected ? reason ?? Outcome.Of(Stage.Connect, "failed") : Failure(by, at, status);
            return new LoggedRequest(
                began + (milliseconds / 1000), milliseconds / 1000, HaproxyServer.Target(server), isOk, failure, Retries(retries) + 1);
        }

        if (Array.Find(Messages, message => line.Contains(message.Words, StringComparison.Ordinal)) is { Outcome: { } outcome })
        {
            pending.Enqueue(outcome);
        }

        return null;
    }

    // Termination states, section 8.5 of HAProxy's configuration manual: who ended the session, and when.
    private static Outcome? Failure(char by, char at, string status) => (by, at) switch
    {
        ('C' or 'c', _) => null, // the client gave up
        ('s', 'C' or 'Q') => Outcome.Timeout(Stage.Connect),
        ('s', _) => Outcome.Timeout(Stage.Read),
        ('S', _) => Outcome.Closed(Stage.Read),
        _ when int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code) => Outcome.Status(code),
        _ => Outcome.Of(Stage.Read, $"{by}{at}"),
    };

    /// <summary>The last of the messages of so many attempts, which are taken out; null where there is none.</summary>
    private Outcome? LastMessage(int attempts)
    {
        Outcome? last = null;
        for (var attempt = 0; attempt < attempts && pending.TryDequeue(out var next); attempt++)
        {
            last = next;
        }

        return last;
    }

    // A plus sign before the number says that the last attempt went to another server.
    private static int Retries(string text) =>
        int.TryParse(text.TrimStart('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
