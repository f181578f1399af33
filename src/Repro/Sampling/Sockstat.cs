using System.Buffers.Text;

namespace Repro.Sampling;

/// <summary>The TCP lines of /proc/net/sockstat and sockstat6.</summary>
/// <param name="InUse">Sockets of this namespace in any state but TIME_WAIT.</param>
/// <param name="TimeWait">Sockets of this namespace in TIME_WAIT, orphaned FIN_WAIT_2 among them.</param>
internal readonly record struct Sockstat(int InUse, int TimeWait)
{
    /// <summary>Where sockets of IPv6 are counted, those with connections of IPv4 among them; not there without IPv6.</summary>
    public const string Ipv6File = "/proc/net/sockstat6";

    /// <summary>Reads the files' texts.</summary>
    /// <param name="text">Of sockstat, whose TIME_WAIT are those of both families.</param>
    /// <param name="ipv6">Of sockstat6; empty where there is none.</param>
    public static Sockstat Parse(ReadOnlySpan<byte> text, ReadOnlySpan<byte> ipv6)
    {
        var line = Line(text, "TCP: "u8);
        return new Sockstat(Value(line, "inuse "u8) + Value(Line(ipv6, "TCP6: "u8), "inuse "u8), Value(line, "tw "u8));
    }

    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var start = text.IndexOf(name);
        var line = start < 0 ? [] : text[(start + name.Length)..];
        var end = line.IndexOf((byte)'\n');
        return end < 0 ? line : line[..end];
    }

    private static int Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        var at = line.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(line[(at + name.Length)..], out int value, out _) ? value : 0;
    }
}
