using System.Globalization;
using Repro.Physics;

namespace Repro.Model;

/// <summary>Port ranges in the kernel's own notations.</summary>
internal static class PortRanges
{
    public const int MaxPort = 65535;

    /// <summary>Two ports with white space between, low first: <c>net.ipv4.ip_local_port_range</c>.</summary>
    public static bool TryParseLocalRange(string text, out PortRange range) =>
        TryCreate(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), out range);

    /// <summary>Ports and low-high pairs with commas between: <c>net.ipv4.ip_local_reserved_ports</c>.</summary>
    public static bool TryParseList(string text, out IReadOnlyCollection<PortRange> list)
    {
        var ranges = new List<PortRange>();
        list = ranges;
        foreach (var item in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = item.Split('-');
            if (!TryCreate(ends.Length == 1 ? [ends[0], ends[0]] : ends, out var range))
            {
                return false;
            }

            ranges.Add(range);
        }

        return true;
    }

    /// <summary>The notation of <c>net.ipv4.ip_local_port_range</c>.</summary>
    public static string Format(PortRange range) => $"{range.Low} {range.High}";

    /// <summary>
    /// The notation of <c>net.ipv4.ip_local_reserved_ports</c> as the kernel reads it back: ascending, neighbours joined.
    /// </summary>
    public static string FormatList(IEnumerable<PortRange> ranges)
    {
        var joined = new List<PortRange>();
        foreach (var range in ranges.OrderBy(range => range.Low))
        {
            if (joined.Count > 0 && range.Low <= joined[^1].High + 1)
            {
                joined[^1] = joined[^1] with { High = Math.Max(joined[^1].High, range.High) };
            }
            else
            {
                joined.Add(range);
            }
        }

        return string.Join(',', joined.Select(range => range.Size == 1 ? $"{range.Low}" : $"{range.Low}-{range.High}"));
    }

    private static bool TryCreate(string[] ends, out PortRange range)
    {
        range = default;
        if (ends.Length != 2 || !TryParsePort(ends[0], out var low) || !TryParsePort(ends[1], out var high) || low > high)
        {
            return false;
        }

        range = new PortRange(low, high);
        return true;
    }

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= MaxPort;
}
