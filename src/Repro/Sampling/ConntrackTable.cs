using System.Globalization;
using System.Text;

namespace Repro.Sampling;

/// <summary>
/// What connection tracking could not keep: /proc/net/stat/nf_conntrack, a line of names and one of hexadecimal numbers for each processor
/// (ct_cpu_seq_show, net/netfilter/nf_conntrack_standalone.c).
/// </summary>
internal static class ConntrackTable
{
    /// <summary>The file, of this network namespace; absent where the kernel tracks nothing.</summary>
    public const string File = "/proc/net/stat/nf_conntrack";

    private static readonly string[] Names = ["drop", "early_drop", "insert_failed"];

    /// <summary>Adds the counters, over all processors, as <c>nf_conntrack_drop</c> and the like.</summary>
    public static void Parse(ReadOnlySpan<byte> text, Dictionary<string, long> counters)
    {
        var lines = Encoding.ASCII.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        foreach (var name in lines.Count > 0 ? Names : [])
        {
            var column = Array.IndexOf(lines[0], name);
            counters[$"nf_conntrack_{name}"] = lines.Skip(1).Sum(row =>
                column >= 0 && column < row.Length && long.TryParse(row[column], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count)
                    ? count
                    : 0);
        }
    }
}
