using System.Globalization;
using Repro.Linux;
using Repro.Traffic;

namespace Repro.Proxies;

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
        if (fields is [Tag, var accepted, var state, var took, var retries, var server, var status]
            && state.Length >= 2
            && double.TryParse(accepted, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var began)
            && double.TryParse(took, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            var (isOk, failure) = End(state, status, Retries(retries));
            return new LoggedRequest(began + (milliseconds / 1000), milliseconds / 1000, Target(server), isOk, failure);
        }

        foreach (var (_, outcome) in Messages.Where(message => line.Contains(message.Words, StringComparison.Ordinal)).Take(1))
        {
            pending.Enqueue(outcome);
        }

        return null;
    }

    // Termination states: section 8.5 of HAProxy's configuration manual. The first letter says who ended the session, the second when.
    private (bool IsOk, Outcome? Failure) End(string state, string status, int retries) => state[..2] switch
    {
        ['-', '-'] => Answered(status, retries),
        ['C' or 'c', _] => (false, Nothing(retries)),
        ['S' or 'R' or 'I', 'C'] => (false, Reason(retries) ?? Outcome.Of(Stage.Connect, "failed")),
        ['s', 'C' or 'Q'] => (false, Outcome.Timeout(Stage.Connect)),
        ['s', _] => (false, Outcome.Timeout(Stage.Read)),
        ['S', _] => (false, Outcome.Closed(Stage.Read)),
        _ => (false, status == NoStatus ? Outcome.Of(Stage.Read, state[..2]) : StatusOf(status)),
    };

    private (bool IsOk, Outcome? Failure) Answered(string status, int retries)
    {
        Nothing(retries);
        return status is OkStatus or NoStatus ? (true, null) : (false, StatusOf(status));
    }

    private static Outcome StatusOf(string status) =>
        int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? Outcome.Status(code) : Outcome.Malformed;

    /// <summary>The last of the messages of a session that failed: each of its attempts may have one.</summary>
    private Outcome? Reason(int retries)
    {
        Outcome? last = null;
        for (var attempt = 0; attempt <= retries && pending.TryDequeue(out var next); attempt++)
        {
            last = next;
        }

        return last;
    }

    /// <summary>A session that failed to connect at first, and did in the end, takes the messages of its first attempts with it.</summary>
    private Outcome? Nothing(int retries)
    {
        for (var attempt = 0; attempt < retries && pending.TryDequeue(out _); attempt++)
        {
        }

        return null;
    }

    // A plus sign before the number says that the last attempt went to another server.
    private static int Retries(string text) =>
        int.TryParse(text.TrimStart('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Target(string server) => server[(server.LastIndexOf(HaproxyConfiguration.SourceMark) + 1)..];
}
