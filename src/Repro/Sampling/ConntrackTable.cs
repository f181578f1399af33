using System.Buffers.Text;

namespace Repro.Sampling;

/// <summary>
/// What connection tracking could not keep, over all processors: /proc/net/stat/nf_conntrack, a line of names and one of hexadecimal
/// numbers for each processor (ct_cpu_seq_show, net/netfilter/nf_conntrack_standalone.c).
/// </summary>
internal sealed class ConntrackTable : CounterList
{
    /// <summary>The file, of this network namespace; absent where the kernel tracks nothing.</summary>
    public const string File = "/proc/net/stat/nf_conntrack";

    private const char Hexadecimal = 'x';
    private static readonly string[] AllNames =
        ["nf_conntrack_drop", "nf_conntrack_early_drop", "nf_conntrack_insert_failed", "nf_conntrack_search_restart"];

    private readonly int[] columns = new int[AllNames.Length];
    private readonly long[] values = new long[AllNames.Length];
    private bool any;

    public override IReadOnlyList<string> Names => any ? AllNames : [];

    public override ReadOnlySpan<long> Values => any ? values : [];

    /// <summary>Reads the file's text; a counter that it does not have is 0.</summary>
    public override void Read(ReadOnlySpan<byte> text)
    {
        any = ProcText.TakeLine(ref text, out var header);
        columns.AsSpan().Fill(-1);
        for (var column = 0; ProcText.TakeWord(ref header, out var word); column++)
        {
            switch (word)
            {
                case var _ when word.SequenceEqual("drop"u8):
                    columns[0] = column;
                    break;
                case var _ when word.SequenceEqual("early_drop"u8):
                    columns[1] = column;
                    break;
                case var _ when word.SequenceEqual("insert_failed"u8):
                    columns[2] = column;
                    break;
                case var _ when word.SequenceEqual("search_restart"u8):
                    columns[3] = column;
                    break;
            }
        }

        values.AsSpan().Clear();
        while (ProcText.TakeLine(ref text, out var line))
        {
            for (var column = 0; ProcText.TakeWord(ref line, out var word); column++)
            {
                if (Array.IndexOf(columns, column) is var index and >= 0 && Utf8Parser.TryParse(word, out long count, out _, Hexadecimal))
                {
                    values[index] += count;
                }
            }
        }
    }
}
