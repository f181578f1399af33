using System.Net;
using System.Text.RegularExpressions;

namespace Repro.Explaining;

/// <summary>What a line of a log says.</summary>
/// <param name="Cause">What is behind it.</param>
/// <param name="Towards">Where a connection was to go; null where the line does not say.</param>
internal sealed partial record LogClue(Cause Cause, string? Towards)
{
    private static readonly (Regex Words, Cause Cause)[] Known =
    [
        // nginx: bind(10.0.0.9) failed (99: ...). The address is asked for by proxy_bind.
        (BindNoAddress(), Cause.NoSuchAddress),
        (NoSourceAddress(), Cause.NoSuchAddress),
        (BindToUpstream(), Cause.PortsBoundFirst),
        (BindToListen(), Cause.ListenerTaken),
        (NoPort(), Cause.Ports),
        (NoFile(), Cause.OpenFiles),
        (NoConnection(), Cause.ConnectionLimit),
        (NoTracking(), Cause.ConntrackFull),
        (Refusal(), Cause.Refused),
        (NoWay(), Cause.Unreachable),
    ];

    /// <summary>Reads a line; null where it says nothing of connections.</summary>
    public static LogClue? Of(string line)
    {
        foreach (var (words, cause) in Known)
        {
            if (words.Match(line) is { Success: true } match)
            {
                var towards = match.Groups["to"] is { Success: true } to ? to.Value : Upstream().Match(line) is { Success: true } named
                    ? named.Groups["to"].Value : null;
                // connect() to an address of IPv6 has the same errno where the host has no address to go from.
                return cause == Cause.Ports && towards is not null && IPEndPoint.TryParse(towards, out var end)
                    && end.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
                    ? new LogClue(Cause.CannotTell, towards)
                    : new LogClue(cause, towards);
            }
        }

        return null;
    }

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\bbind\(\s*(?<to>[^)\s]+)?\s*\)( to \S+)? failed.*(\b99\b|cannot assign requested address)", Options)]
    private static partial Regex BindNoAddress();

    [GeneratedRegex("cannot bind to (tproxy )?source address", Options)]
    private static partial Regex NoSourceAddress();

    [GeneratedRegex(
        @"\bbind\(.*failed.*(\b98\b|address already in use).*(connecting to upstream|upstream:)|no more (free )?ports? to bind",
        Options)]
    private static partial Regex BindToUpstream();

    [GeneratedRegex(
        @"(\bbind(\(\))?( to)?|listen(ing)?|cannot bind( socket)?|starting (proxy|frontend))\b.*"
            + @"(\b98\b|address (is )?already in use|EADDRINUSE)"
            + "|(EADDRINUSE|address already in use).*(listen|bind|:::?[0-9]+)",
        Options)]
    private static partial Regex BindToListen();

    [GeneratedRegex(
        @"connect\(\) to (?<to>\S+) failed.*\b99\b|no free ports|EADDRNOTAVAIL|errno[ :=]*99\b"
            + "|(cannot|can't|can’t) assign requested address",
        Options)]
    private static partial Regex NoPort();

    [GeneratedRegex(
        @"too many open files|\bEMFILE\b|\bENFILE\b|process FD limit|not enough (free )?file descriptors|no file descriptors available",
        Options)]
    private static partial Regex NoFile();

    [GeneratedRegex(@"worker_connections are not enough|maxconn (limit )?(was |is )?reached|reached (the )?(configured )?maxconn", Options)]
    private static partial Regex NoConnection();

    [GeneratedRegex(@"nf_conntrack: .*table full|ip_conntrack: table full", Options)]
    private static partial Regex NoTracking();

    [GeneratedRegex(@"connect\(\) to (?<to>\S+) failed.*\b111\b|ECONNREFUSED|connection refused", Options)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"\bEHOSTUNREACH\b|\bENETUNREACH\b|no route to host|network is unreachable", Options)]
    private static partial Regex NoWay();

    [GeneratedRegex(@"upstream: ""(https?|grpcs?|fastcgi)://(?<to>[^/""]+)", Options)]
    private static partial Regex Upstream();
}
