using System.Globalization;

namespace Repro.Linux;

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
                ? Within(first, last, System.IO.File.ReadLines(File))
                : [];

    /// <summary>Ports that somebody listens on by the table, in their order.</summary>
    /// <param name="first">First port that counts.</param>
    /// <param name="last">Last one.</param>
    /// <param name="lines">Lines of the table, its heading first.</param>
    public static IReadOnlyList<int> Within(int first, int last, IEnumerable<string> lines) =>
    [
        .. lines.Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields is [_, _, _, Listening, ..])
            .Select(fields => int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Where(port => port >= first && port <= last)
            .Distinct()
            .Order(),
    ];
}
