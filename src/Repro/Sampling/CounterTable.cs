using System.Buffers.Text;
using System.Text;

namespace Repro.Sampling;

/// <summary>
/// A group of counters in /proc/net/netstat or /proc/net/snmp: two lines, the first with their names, the second with their values.
/// </summary>
/// <param name="group">The group's name, such as <c>TcpExt</c>.</param>
internal sealed class CounterTable(string group) : CounterList
{
    private readonly byte[] prefix = Encoding.ASCII.GetBytes($"{group}:");
    private byte[] header = [];
    private string[] names = [];
    private long[] values = [];

    public override IReadOnlyList<string> Names => names;

    public override ReadOnlySpan<long> Values => values;

    /// <summary>
    /// Reads the file's text; without both lines of the group in it, nothing changes. What is no number of 64 bits counts as 0.
    /// </summary>
    public override void Read(ReadOnlySpan<byte> text)
    {
        if (!TakeGroup(ref text, out var newHeader) || !TakeGroup(ref text, out var line))
        {
            return;
        }

        if (!newHeader.SequenceEqual(header))
        {
            header = newHeader.ToArray();
            names = Encoding.ASCII.GetString(newHeader).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            values = new long[names.Length];
        }

        for (var index = 0; index < values.Length && ProcText.TakeWord(ref line, out var word); index++)
        {
            _ = Utf8Parser.TryParse(word, out values[index], out _);
        }
    }

    private bool TakeGroup(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> words)
    {
        while (ProcText.TakeLine(ref text, out var line))
        {
            if (line.StartsWith(prefix))
            {
                words = line[prefix.Length..];
                return true;
            }
        }

        words = default;
        return false;
    }
}
