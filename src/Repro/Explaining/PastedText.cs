using System.Globalization;
using System.Text.RegularExpressions;
using Repro.Linux;
using Repro.Model;
using Repro.Sampling;

namespace Repro.Explaining;

/// <summary>What there is to read in what somebody pasted, of whatever order and mixture.</summary>
internal sealed partial class PastedText
{
    // Of a line that is longer the rest is a request's, or no text.
    private const int LongestLine = 4096;

    // What decides about ports, and what tells whether connection tracking is full.
    private static readonly string[] Deciding = [.. Sysctls.DecidingPorts, ConntrackCount, ConntrackMost];

    // Of several samples the last has each of its sockets; nothing counts twice.
    private readonly Dictionary<(UInt128, int, UInt128, int), SocketEntry> sockets = [];
    private readonly List<string> unreadable = [];
    private readonly List<LogClue> clues = [];
    private readonly Dictionary<string, long> counters = [];
    private readonly HashSet<WrongAdvice> advice = [];

    /// <summary>How many connections are tracked.</summary>
    public const string ConntrackCount = "net.netfilter.nf_conntrack_count";

    /// <summary>How many may be.</summary>
    public const string ConntrackMost = "net.netfilter.nf_conntrack_max";

    /// <summary>TCP sockets.</summary>
    public IReadOnlyCollection<SocketEntry> Sockets => sockets.Values;

    /// <summary>Lines of logs that say something of connections.</summary>
    public IReadOnlyList<LogClue> Clues => clues;

    /// <summary>Sysctls whose values make no sense, as they were pasted.</summary>
    public IReadOnlyList<string> Unreadable => unreadable;

    /// <summary>Whether sockets were pasted without their states, as <c>ss</c> prints them where it was told one.</summary>
    public bool LacksStates { get; private set; }

    /// <summary>Counters of the kernel, since it started.</summary>
    public IReadOnlyDictionary<string, long> Counters => counters;

    /// <summary>Sysctls.</summary>
    public Sysctls Sysctls { get; private set; } = Sysctls.None;

    /// <summary>Advice in it that is wrong.</summary>
    public IReadOnlyCollection<WrongAdvice> Advice => advice;

    /// <summary>TIME_WAIT of the host, as <c>ss -s</c> counts them; null where that was not pasted.</summary>
    public int? TimeWait { get; private set; }

    /// <summary>Reads texts.</summary>
    /// <param name="lines">Their lines.</param>
    public static PastedText Of(IEnumerable<string> lines)
    {
        var pasted = new PastedText();
        foreach (var line in lines.Select(line => line[..Math.Min(line.Length, LongestLine)].Trim()).Where(line => line.Length > 0))
        {
            pasted.Take(line);
        }

        return pasted;
    }

    private void Take(string line)
    {
        if (SocketText.TryParse(line, out var socket))
        {
            sockets[(socket.Source, socket.SourcePort, socket.Destination, socket.DestinationPort)] = socket;
        }
        else if (Sysctl().Matches(line) is { Count: > 0 } assignments && SysctlLine().IsMatch(line))
        {
            foreach (Match assignment in assignments)
            {
                Set(assignment.Groups["name"].Value.Replace('/', '.'), assignment.Groups["value"].Value);
            }

            advice.UnionWith(WrongAdvice.In(line));
        }
        else if (Counter().Match(line) is { Success: true } counter
            && long.TryParse(counter.Groups["value"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            counters[counter.Groups["name"].Value] = value;
        }
        else if (Overflow().Match(line) is { Success: true } overflow
            && long.TryParse(overflow.Groups["value"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var times))
        {
            counters["ListenOverflows"] = times;
        }
        else if (Summary().Match(line) is { Success: true } summary
            && int.TryParse(summary.Groups["value"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var waiting))
        {
            TimeWait = waiting;
        }
        else
        {
            LacksStates |= NoState().IsMatch(line);
            if (LogClue.Of(line) is { } clue)
            {
                clues.Add(clue);
            }

            advice.UnionWith(WrongAdvice.In(line));
        }
    }

    private void Set(string name, string value)
    {
        value = SysctlFile.SingleSpaced(value.Trim('"', '\''));
        if (!Deciding.Contains(name) || value.Length == 0)
        {
            return;
        }

        var isRead = name switch
        {
            Sysctls.LocalPortRangeKey => PortRanges.TryParseLocalRange(value, out _),
            Sysctls.LocalReservedPortsKey => PortRanges.TryParseList(value, out _),
            _ => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        };
        if (isRead)
        {
            Sysctls = Sysctls.With(name, value);
        }
        else
        {
            unreadable.Add($"{name} = {value}");
        }
    }

    // net.ipv4.tcp_tw_reuse = 2; sudo sysctl -w net.ipv4.ip_local_port_range="1024 65535" net.ipv4.tcp_tw_reuse=1
    [GeneratedRegex(@"^((sudo )?sysctl (-\w+ )*)?net[./][\w./-]+ ?=", RegexOptions.ExplicitCapture)]
    private static partial Regex SysctlLine();

    [GeneratedRegex(
        """(?<name>net[./][\w./-]+) ?= ?(?<value>"[^"]*"|'[^']*'|[^#"'=]*?)(?= net[./][\w./-]+ ?=|\s*$|\s*#)""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Sysctl();

    // ss -tan state time-wait
    [GeneratedRegex(@"^Recv-Q\s+Send-Q\s+Local", RegexOptions.ExplicitCapture)]
    private static partial Regex NoState();

    // nstat: TcpExtListenOverflows  12  0.0
    [GeneratedRegex(@"^(TcpExt|Tcp)(?<name>[A-Z]\w+)\s+(?<value>\d+)\s+[\d.]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Counter();

    // netstat -s
    [GeneratedRegex(@"^(?<value>\d+) times the listen queue of a socket overflowed", RegexOptions.ExplicitCapture)]
    private static partial Regex Overflow();

    // ss -s: TCP:   28500 (estab 200, closed 28200, orphaned 0, timewait 28100)
    [GeneratedRegex(@"^TCP:.*\btimewait (?<value>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Summary();
}
