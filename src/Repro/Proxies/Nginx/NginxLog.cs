using System.Globalization;
using System.Text.RegularExpressions;
using Repro.Linux;
using Repro.Traffic;

namespace Repro.Proxies.Nginx;

/// <summary>
/// nginx's log as <see cref="NginxConfiguration"/> has it written: what went wrong stands in lines of the error log, which the number of
/// the client's connection joins to the line of the access log that ends the request.
/// </summary>
internal sealed partial class NginxLog : IProxyLog
{
    public const string AccessTag = "repro_access";
    public const string ErrorTag = "repro_error";

    /// <summary>The access log's line; the addresses come last, as there is one for each attempt.</summary>
    public const string Format = "$connection $msec $status $request_time $upstream_addr";

    private const int Ok = 200;

    // A status of nginx's own: the client closed before it had the answer.
    private const int ClientClosed = 499;

    private const string Nobody = "-";

    // Connections whose access line got lost would be kept for ever.
    private const int MostErrors = 65_536;

    private readonly Dictionary<long, Outcome> errors = [];

    public LoggedRequest? Take(string line)
    {
        if (After(line, AccessTag) is { } access)
        {
            return Request(access.Split(' ', 5));
        }

        if (After(line, ErrorTag) is { } error && Numbered().Match(error) is { Success: true } match && errors.Count < MostErrors
            && long.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Failure(match.Groups["text"].Value) is { } failure)
        {
            errors[number] = failure;
        }

        return null;
    }

    private static string? After(string line, string tag)
    {
        var start = line.IndexOf(tag + ": ", StringComparison.Ordinal);
        return start < 0 ? null : line[(start + tag.Length + 2)..];
    }

    private LoggedRequest? Request(string[] fields)
    {
        if (fields is not [var connection, var at, var code, var took, var addresses]
            || !long.TryParse(connection, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !double.TryParse(at, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ended)
            || !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || !double.TryParse(took, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }

        // Attempts are set apart by commas: the last decides. A request that none was made for has a dash.
        var attempts = addresses.Split(", ");
        var last = attempts[^1].TrimEnd();
        errors.Remove(number, out var error);
        var failure = status is Ok or ClientClosed ? null : error ?? Outcome.Status(status);
        return new LoggedRequest(
            ended, seconds, last == Nobody ? NginxConfiguration.Upstream : last, status == Ok, failure,
            last == Nobody ? 0 : attempts.Length);
    }

    private static Outcome? Failure(string text)
    {
        if (Call().Match(text) is { Success: true } call)
        {
            var errno = int.Parse(call.Groups["errno"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            return Outcome.Of(StageOf(call.Groups["call"].Value), errno);
        }

        var isConnecting = text.Contains("while connecting to upstream", StringComparison.Ordinal);
        return text switch
        {
            _ when Has("upstream timed out") => Outcome.Timeout(isConnecting ? Stage.Connect : Stage.Read),
            _ when Has("prematurely closed connection") => Outcome.Closed(Stage.Read),
            _ when Has("no live upstreams") => Outcome.Of(Stage.Connect, "no-live-upstreams"),
            _ when Has("worker_connections are not enough") => Outcome.Of(Stage.Open, Errno.TooManyFiles),
            _ => null,
        };

        bool Has(string words) => text.Contains(words, StringComparison.Ordinal);
    }

    private static Stage StageOf(string call) => call switch
    {
        "socket" => Stage.Open,
        "bind" => Stage.Bind,
        "connect" => Stage.Connect,
        "recv" or "readv" => Stage.Read,
        _ => Stage.Write,
    };

    [GeneratedRegex(@"\*(?<number>[0-9]+) (?<text>.*)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();

    [GeneratedRegex(
        @"^(?<call>socket|bind|connect|recv|readv|send|sendfile|writev)\([^)]*\)[^(]*failed \((?<errno>[0-9]+): ",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Call();
}
