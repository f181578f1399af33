using System.Diagnostics;

namespace Repro.Sampling;

/// <summary>How busy the machine is, over about a second each time.</summary>
internal sealed class MachineLoad : IDisposable
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(0.9);

    private readonly ProcFile stat = new("/proc/stat");
    private CpuTimes times;
    private long read;

    /// <summary>Measures from now on.</summary>
    public void Restart() => (times, read) = (CpuTimes.Parse(stat.Read()), Stopwatch.GetTimestamp());

    /// <summary>
    /// Share of its processors' time that was busy since it was last told, 0–1. Null before about a second is over: one tick of the clock
    /// more or less would look like a busy machine.
    /// </summary>
    public double? Share()
    {
        if (Stopwatch.GetElapsedTime(read) < LeastTime)
        {
            return null;
        }

        var before = times;
        Restart();
        return Math.Round(times.BusySince(before), 4);
    }

    public void Dispose() => stat.Dispose();
}
