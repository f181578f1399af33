using System.Globalization;

namespace Repro.Labs;

/// <summary>Who listens in this process' network namespace, as /proc/net/tcp has it: cheap while there are hardly any sockets.</summary>
internal static class ListenerTable
{
    private const string File = "/proc/net/tcp";
    private const string Listening = "0A";

    /// <summary>Ports of the namespace's local range that somebody listens on.</summary>
    public static IReadOnlyList<int> InLocalRange() =>
        SysctlFile.Read(SysctlFile.LocalPortRange)?.Split(' ') is [var low, var high]
            && int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                ? [.. Ports(System.IO.File.ReadLines(File)).Where(port => port >= first && port <= last)]
                : [];

    /// <summary>The ports in the lines of the table, its heading first.</summary>
    public static IEnumerable<int> Ports(IEnumerable<string> lines) =>
        from line in lines.Skip(1)
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where fields is [_, _, _, Listening, ..]
        select int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
