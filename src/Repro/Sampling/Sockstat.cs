using System.Buffers.Text;

namespace Repro.Sampling;

/// <summary>The TCP line of /proc/net/sockstat.</summary>
/// <param name="InUse">Sockets of this namespace in any state but TIME_WAIT.</param>
/// <param name="TimeWait">Sockets of this namespace in TIME_WAIT, orphaned FIN_WAIT_2 among them.</param>
internal readonly record struct Sockstat(int InUse, int TimeWait)
{
    /// <summary>Reads the file's text.</summary>
    public static Sockstat Parse(ReadOnlySpan<byte> text)
    {
        var start = text.IndexOf("TCP: "u8);
        if (start < 0)
        {
            return default;
        }

        var line = text[(start + 5)..];
        var end = line.IndexOf((byte)'\n');
        line = end < 0 ? line : line[..end];
        return new Sockstat(Value(line, "inuse "u8), Value(line, "tw "u8));
    }

    private static int Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        var at = line.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(line[(at + name.Length)..], out int value, out _) ? value : 0;
    }
}
