using System.Diagnostics;

namespace Repro.Sampling;

/// <summary>How busy the machine is, over about a second each time.</summary>
internal sealed class MachineLoad : IDisposable
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(0.9);

    private readonly ProcFile stat = new("/proc/stat");
    private IdleTime idle;
    private long read;

    /// <summary>Measures from now on.</summary>
    public void Restart() => (idle, read) = (IdleTime.Parse(stat.Read()), Stopwatch.GetTimestamp());

    /// <summary>
    /// Share of its processors' time that was busy since it was last told, 0–1. Null before about a second is over: one tick more or less
    /// would look like a busy machine.
    /// </summary>
    public double? Share()
    {
        if (Stopwatch.GetElapsedTime(read) < LeastTime)
        {
            return null;
        }

        var (idleBefore, readBefore) = (idle, read);
        Restart();
        return Math.Round(idle.BusySince(idleBefore, Stopwatch.GetElapsedTime(readBefore, read).TotalSeconds), 4);
    }

    public void Dispose() => stat.Dispose();
}
