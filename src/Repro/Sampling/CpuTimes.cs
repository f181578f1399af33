using System.Buffers.Text;

namespace Repro.Sampling;

/// <summary>The machine's processor time since boot, in ticks of USER_HZ: the first line of /proc/stat.</summary>
/// <param name="Busy">Time in which a processor did something.</param>
/// <param name="Total">All of it, idle time included.</param>
internal readonly record struct CpuTimes(long Busy, long Total)
{
    // user nice system idle iowait irq softirq steal; guest time is counted in user already (proc_stat(5)).
    private const int Columns = 8;
    private const int Idle = 3;
    private const int IoWait = 4;

    /// <summary>Reads the file's text.</summary>
    public static CpuTimes Parse(ReadOnlySpan<byte> text)
    {
        ProcText.TakeLine(ref text, out var line);
        ProcText.TakeWord(ref line, out _);
        long busy = 0;
        long total = 0;
        for (var i = 0; i < Columns && ProcText.TakeWord(ref line, out var word); i++)
        {
            _ = Utf8Parser.TryParse(word, out long value, out _);
            total += value;
            busy += i is Idle or IoWait ? 0 : value;
        }

        return new CpuTimes(busy, total);
    }

    /// <summary>The busy share since <paramref name="earlier"/>, 0–1.</summary>
    public double BusySince(CpuTimes earlier) => Total > earlier.Total ? (double)(Busy - earlier.Busy) / (Total - earlier.Total) : 0;
}
