using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>The kernel's timer frequency, CONFIG_HZ.</summary>
internal static partial class KernelTick
{
    // The coarse clocks advance once a tick, and clock_getres(2) reports that step (KTIME_LOW_RES in kernel/time/posix-timers.c).
    private const int ClockMonotonicCoarse = 6;

    /// <summary>Ticks per second, or null where it can't be told (not on Linux).</summary>
    public static int? Hertz()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        Span<long> resolution = stackalloc long[2];
        return Resolution(ClockMonotonicCoarse, ref MemoryMarshal.GetReference(resolution)) == 0 && resolution[0] == 0 && resolution[1] > 0
            ? (int)Math.Round(1e9 / resolution[1])
            : null;
    }

    [LibraryImport("libc", EntryPoint = "clock_getres", SetLastError = true)]
    private static partial int Resolution(int clock, ref long timespec);
}
