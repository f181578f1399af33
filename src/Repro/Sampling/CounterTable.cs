using System.Text;

namespace Repro.Sampling;

/// <summary>
/// The counters of /proc/net/netstat and /proc/net/snmp: pairs of lines, the first with the names of a group, the second with its
/// values.
/// </summary>
internal static class CounterTable
{
    /// <summary>Adds the counters of one group to <paramref name="counters"/>.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="group">The group's name, such as <c>TcpExt</c>.</param>
    /// <param name="counters">Takes value by name.</param>
    public static void Parse(ReadOnlySpan<byte> text, string group, Dictionary<string, long> counters)
    {
        string[]? names = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            var colon = line.IndexOf((byte)':');
            if (colon < 0 || !System.Text.Ascii.Equals(line[..colon], group))
            {
                continue;
            }

            var words = Encoding.ASCII.GetString(line[(colon + 1)..]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (names is null)
            {
                names = words;
                continue;
            }

            for (var i = 0; i < Math.Min(names.Length, words.Length); i++)
            {
                if (long.TryParse(words[i], out var value))
                {
                    counters[names[i]] = value;
                }
            }

            return;
        }
    }
}
