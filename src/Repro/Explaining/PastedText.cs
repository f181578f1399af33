using System.Globalization;
using System.Text.RegularExpressions;
using Repro.Linux;
using Repro.Model;
using Repro.Sampling;

namespace Repro.Explaining;

/// <summary>What there is to read in what somebody pasted, of whatever order and mixture.</summary>
internal sealed partial class PastedText
{
    private readonly List<SocketEntry> sockets = [];
    private readonly List<LogClue> clues = [];
    private readonly Dictionary<string, long> counters = [];
    private readonly HashSet<WrongAdvice> advice = [];

    /// <summary>TCP sockets.</summary>
    public IReadOnlyList<SocketEntry> Sockets => sockets;

    /// <summary>Lines of logs that say something of connections.</summary>
    public IReadOnlyList<LogClue> Clues => clues;

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
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            pasted.Take(line);
        }

        return pasted;
    }

    private void Take(string line)
    {
        if (SocketText.TryParse(line, out var socket))
        {
            sockets.Add(socket);
        }
        else if (Sysctl().Match(line) is { Success: true } sysctl)
        {
            Sysctls = Sysctls.With(
                sysctl.Groups["name"].Value.Replace('/', '.'), SysctlFile.SingleSpaced(sysctl.Groups["value"].Value));
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
            if (LogClue.Of(line) is { } clue)
            {
                clues.Add(clue);
            }

            advice.UnionWith(WrongAdvice.In(line));
        }
    }

    [GeneratedRegex(@"^(sysctl -w )?(?<name>net[./][\w./-]+) ?= ?(?<value>[^#]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Sysctl();

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
