using System.Text;

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
        var end = text.IndexOf((byte)'\n');
        var words = Encoding.ASCII.GetString(end < 0 ? text : text[..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long busy = 0;
        long total = 0;
        for (var i = 0; i < Columns && i + 1 < words.Length; i++)
        {
            var value = long.TryParse(words[i + 1], out var parsed) ? parsed : 0;
            total += value;
            busy += i is Idle or IoWait ? 0 : value;
        }

        return new CpuTimes(busy, total);
    }

    /// <summary>The busy share since <paramref name="earlier"/>, 0–1.</summary>
    public double BusySince(CpuTimes earlier) => Total > earlier.Total ? (double)(Busy - earlier.Busy) / (Total - earlier.Total) : 0;
}
