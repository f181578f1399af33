using System.Globalization;

namespace Repro.Linux;

/// <summary>Who listens in this network namespace, as /proc/net/tcp and tcp6 have it: cheap while there are hardly any sockets.</summary>
internal static class ListenerTable
{
    private const string Listening = "0A";

    // One of IPv6 takes its port of both, and there is none without it.
    private static readonly string[] Files = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Ports of the namespace's local range that somebody listens on.</summary>
    public static IReadOnlyList<int> InLocalRange() =>
        SysctlFile.Read(SysctlFile.LocalPortRange)?.Split(' ') is [var low, var high]
            && int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                ? Within(first, last, Files.Where(File.Exists).SelectMany(File.ReadLines))
                : [];

    /// <summary>Ports that somebody listens on by the table, in their order.</summary>
    /// <param name="first">First port that counts.</param>
    /// <param name="last">Last one.</param>
    /// <param name="lines">Lines of the table; its heading may be among them.</param>
    public static IReadOnlyList<int> Within(int first, int last, IEnumerable<string> lines) =>
    [
        .. lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields is [_, _, _, Listening, ..])
            .Select(fields => int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Where(port => port >= first && port <= last)
            .Distinct()
            .Order(),
    ];
}
