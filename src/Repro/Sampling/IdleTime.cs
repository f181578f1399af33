using System.Buffers.Text;

namespace Repro.Sampling;

/// <summary>
/// What the machine's processors had nothing to do, since boot: /proc/stat. Idle time is measured where the clock stands still while there
/// is nothing to do (get_idle_time, fs/proc/stat.c); busy time is what the clock's ticks met, and they miss what timers wake between two.
/// </summary>
/// <param name="Ticks">Idle time of all processors together, waiting for disks included, in ticks of USER_HZ.</param>
/// <param name="Processors">How many there are.</param>
internal readonly record struct IdleTime(long Ticks, int Processors)
{
    // USER_HZ, which is 100 on every architecture that .NET runs on (asm-generic/param.h).
    private const double TicksPerSecond = 100;

    // user nice system idle iowait irq softirq steal (proc_stat(5)).
    private const int Idle = 3;
    private const int IoWait = 4;

    /// <summary>Reads the file's text.</summary>
    public static IdleTime Parse(ReadOnlySpan<byte> text)
    {
        var (ticks, processors) = (0L, 0);
        while (ProcText.TakeLine(ref text, out var line) && ProcText.TakeWord(ref line, out var name) && name.StartsWith("cpu"u8))
        {
            if (name.Length > "cpu".Length)
            {
                processors++;
                continue;
            }

            for (var column = 0; column <= IoWait && ProcText.TakeWord(ref line, out var word); column++)
            {
                _ = Utf8Parser.TryParse(word, out long value, out _);
                ticks += column >= Idle ? value : 0;
            }
        }

        return new IdleTime(ticks, processors);
    }

    /// <summary>The share of so many seconds since <paramref name="earlier"/> in which processors were not idle, 0–1.</summary>
    public double BusySince(IdleTime earlier, double seconds) => seconds > 0 && Processors > 0
        ? Math.Clamp(1 - ((Ticks - earlier.Ticks) / TicksPerSecond / (seconds * Processors)), 0, 1)
        : 0;
}
