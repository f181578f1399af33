using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Repro.Explaining;

/// <summary>What a line of a log says.</summary>
/// <param name="Cause">What is behind it.</param>
/// <param name="Towards">Where a connection was to go; null where the line does not say.</param>
internal sealed partial record LogClue(Cause Cause, string? Towards)
{
    private const int TooManyFiles = 24;
    private const int AddressInUse = 98;
    private const int AddressNotAvailable = 99;
    private const int NetworkUnreachable = 101;
    private const int ConnectionRefused = 111;
    private const int HostUnreachable = 113;

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>Reads a line; null where it says nothing of connections.</summary>
    public static LogClue? Of(string text)
    {
        if (Property().IsMatch(text))
        {
            // Node.js says the same twice: in a sentence, and in the error's properties.
            return null;
        }

        var upstream = Upstream().Match(text);
        // What somebody asked for is no error's.
        var line = Request().Replace(text, "");
        var towards = Target().Match(line) is { Success: true } target ? target.Groups["to"].Value
            : upstream.Success ? upstream.Groups["to"].Value : null;
        var errno = Errno(line);
        var isBinding = Binding().IsMatch(line);
        return errno == AddressNotAvailable || NoAddress().IsMatch(line) ? OfNoAddress(line, isBinding, towards)
            : errno == AddressInUse || InUse().IsMatch(line) ? OfAddressInUse(line, isBinding, towards)
            : (errno == TooManyFiles || NoFile().IsMatch(line)) && !Watcher().IsMatch(line) ? new LogClue(Cause.OpenFiles, null)
            : NoConnection().IsMatch(line) ? new LogClue(Cause.ConnectionLimit, null)
            : NoTracking().IsMatch(line) ? new LogClue(Cause.ConntrackFull, null)
            // A name has an address of IPv6 as well, often without a way: the one of IPv4 is tried then.
            : IsAmbiguous(line) ? null
            : errno == ConnectionRefused || Refusal().IsMatch(line) ? new LogClue(Cause.Refused, towards)
            : errno is NetworkUnreachable or HostUnreachable || NoWay().IsMatch(line) ? new LogClue(Cause.Unreachable, towards)
            : null;
    }

    private static LogClue OfNoAddress(string line, bool isBinding, string? towards) =>
        isBinding ? new LogClue(Cause.NoSuchAddress, null)
            // connect() has the same errno where the host has no address to go from: of IPv6, most often.
            : IsAmbiguous(line) || IsIpv6(towards) ? new LogClue(Cause.CannotTell, towards)
            : new LogClue(Cause.Ports, towards);

    private static LogClue? OfAddressInUse(string line, bool isBinding, string? towards) =>
        Connecting().IsMatch(line) ? new LogClue(Cause.PortsBoundFirst, towards)
            : isBinding ? new LogClue(Cause.ListenerTaken, null)
            : null;

    private static bool IsAmbiguous(string line) => Ipv6OrLocalhost().IsMatch(line);

    private static bool IsIpv6(string? towards) => towards is not null && IPEndPoint.TryParse(towards, out var end)
        && end.AddressFamily == AddressFamily.InterNetworkV6;

    private static int? Errno(string line) =>
        Number().Match(line) is { Success: true } match ? int.Parse(match.Groups["errno"].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"failed \((?<errno>\d{1,3}):|\berrno[ =:]{0,3}(?<errno>\d{1,3})\b|\bconnect error: (?<errno>\d{1,3})\b", Options)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(code|errno|syscall|address|port): ", Options)]
    private static partial Regex Property();

    [GeneratedRegex(@"\brequest: ""[^""]*""|\breferr?er: ""[^""]*""|""(GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS) [^""]*""", Options)]
    private static partial Regex Request();

    [GeneratedRegex(@"\bupstream: ""(https?|grpcs?|fastcgi)://(?<to>[^/""]+)", Options)]
    private static partial Regex Upstream();

    [GeneratedRegex(
        @"connect\(\) to (?<to>\S+) failed|\bdial tcp ([^ >]+->)?(?<to>[^ >]+): |\bconnect E[A-Z]+ (?<to>\S+)"
            + @"|\bconnecting to (?<to>[\w.:\[\]-]+:\d+)",
        Options)]
    private static partial Regex Target();

    [GeneratedRegex(@"\bEADDRNOTAVAIL\b|(cannot|can't|can’t) assign requested address|address not available|no free ports", Options)]
    private static partial Regex NoAddress();

    [GeneratedRegex(@"\bEADDRINUSE\b|address (is )?already in use", Options)]
    private static partial Regex InUse();

    // "connect: cannot assign" is connect()'s, whatever else the line names.
    [GeneratedRegex(
        @"^(?!.*\bconnect(\(\)|:| EADDR)).*"
            + @"(\bbind\b|\bbind\(|\blisten\b|\bBindException\b|cannot bind|could not bind|\bstarting (proxy|frontend)\b)",
        Options)]
    private static partial Regex Binding();

    [GeneratedRegex(@"\bdial tcp [^ ]*->|while connecting to upstream|\bcurl: \(45\)|source address", Options)]
    private static partial Regex Connecting();

    [GeneratedRegex(@"too many open files|\bEMFILE\b|\bENFILE\b|process FD limit|not enough (free )?file descriptors", Options)]
    private static partial Regex NoFile();

    // inotify's own limit has the same words.
    [GeneratedRegex("inotify|watcher", Options)]
    private static partial Regex Watcher();

    [GeneratedRegex(@"worker_connections are not enough|maxconn (limit )?(was |is )?reached|reached (the )?(configured )?maxconn", Options)]
    private static partial Regex NoConnection();

    [GeneratedRegex(@"_conntrack: table full", Options)]
    private static partial Regex NoTracking();

    [GeneratedRegex(@"\bECONNREFUSED\b|connection refused", Options)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"\bEHOSTUNREACH\b|\bENETUNREACH\b|no route to host|network is unreachable", Options)]
    private static partial Regex NoWay();

    [GeneratedRegex(@"\[[0-9a-f]*:[0-9a-f:.]*(%\w+)?\]|(?<![\w:.])::1(?!\w)|\(::1\)|\blocalhost\b", Options)]
    private static partial Regex Ipv6OrLocalhost();
}
