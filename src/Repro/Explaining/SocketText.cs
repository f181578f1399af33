using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Repro.Model;
using Repro.Sampling;

namespace Repro.Explaining;

/// <summary>TCP sockets as ss(8) and netstat(8) print them, a line each.</summary>
internal static partial class SocketText
{
    private const int MostColumns = 12;

    private static readonly Dictionary<string, TcpState> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ESTAB"] = TcpState.Established,
        ["ESTABLISHED"] = TcpState.Established,
        ["SYN-SENT"] = TcpState.SynSent,
        ["SYN-RECV"] = TcpState.SynReceived,
        ["FIN-WAIT-1"] = TcpState.FinWait1,
        ["FIN_WAIT1"] = TcpState.FinWait1,
        ["FIN-WAIT-2"] = TcpState.FinWait2,
        ["FIN_WAIT2"] = TcpState.FinWait2,
        ["TIME-WAIT"] = TcpState.TimeWait,
        ["UNCONN"] = TcpState.Close,
        ["CLOSE-WAIT"] = TcpState.CloseWait,
        ["LAST-ACK"] = TcpState.LastAck,
        ["LISTEN"] = TcpState.Listen,
        ["CLOSING"] = TcpState.Closing,
    };

    /// <summary>Reads a line; false where it is no socket of TCP.</summary>
    public static bool TryParse(string line, out SocketEntry entry)
    {
        entry = default;
        var words = line.Split((char[]?)null, MostColumns, StringSplitOptions.RemoveEmptyEntries);
        var first = words is [['t', 'c', 'p', ..], ..] ? 1 : 0;
        // ss: state, two queues, two ends. netstat: two queues, two ends, state.
        return words.Length >= first + 5
            && (State(words[first]) is { } stated
                ? TryParse(stated, words[first + 3], words[first + 4], line, out entry)
                : State(words[first + 4]) is { } state && TryParse(state, words[first + 2], words[first + 3], line, out entry));
    }

    // netstat writes underscores where ss writes dashes.
    private static TcpState? State(string word) =>
        States.TryGetValue(word, out var state) || States.TryGetValue(word.Replace('_', '-'), out state) ? state : null;

    private static bool TryParse(TcpState state, string local, string peer, string line, out SocketEntry entry)
    {
        entry = default;
        if (End(local) is not { } source || End(peer) is not { } destination)
        {
            return false;
        }

        entry = new SocketEntry(
            state, source.Port, destination.Port, SocketEntry.Number(source.Address), SocketEntry.Number(destination.Address), Left(line));
        return true;
    }

    // 10.0.0.1:80, 10.0.0.1%eth0:80, [::1]:80, ::1:80, *:80, 0.0.0.0:*
    private static IPEndPoint? End(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return null;
        }

        var (host, port) = (text[..colon].Trim('[', ']').Split('%')[0], text[(colon + 1)..]);
        var address = host is "*" or "" ? IPAddress.Any : IPAddress.TryParse(host, out var known) ? known : null;
        var number = port == "*" ? 0
            : int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : int.MaxValue;
        return address is null || number > PortRanges.MaxPort ? null : new IPEndPoint(address, number);
    }

    // timer:(timewait,45sec,0), timer:(timewait,1min2sec,0), timer:(timewait,059ms,0); of less than ten seconds iproute2 says 5.012ms, and
    // means seconds, or 5.012sec (print_ms_timer, misc/ss.c). netstat -o: timewait (45.12/0/0)
    private static int Left(string line)
    {
        var timer = Timer().Match(line);
        return timer.Success
            ? (int)((Part("minutes") * 60_000) + (Part("seconds") * 1000) + Part("milliseconds"))
            : 0;

        double Part(string name) =>
            timer.Groups[name] is { Success: true } part ? double.Parse(part.Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(
        @"\(timewait,((?<minutes>\d+)min)?((?<seconds>\d+(\.\d+)?)sec|(?<seconds>\d+\.\d+)ms|(?<milliseconds>\d+)ms)?,"
            + @"|\btimewait \((?<seconds>\d+(\.\d+)?)/",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Timer();
}
