using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What a small load before the cases says about the machine.</summary>
/// <param name="TimeWaitSeconds">What a TIME_WAIT timer is set to; null where none was seen.</param>
/// <param name="CpuSecondsPerRequest">Processor time of all hosts for one request; null where none was answered.</param>
/// <param name="CpuPerHost">Processor time that sampling takes on a host, in seconds per second; null where none was taken.</param>
internal sealed record Calibration(double? TimeWaitSeconds, double? CpuSecondsPerRequest, double? CpuPerHost)
{
    // A host without any request takes four times what its samples do: waking up for them, writing their lines, reading those, and the
    // kernel's work for one more process. 110 hosts at 5 requests/s each took 1.2 processors, of which requests were a third.
    private const double SampleOverhead = 4;

    // A TIME_WAIT is seen some milliseconds after its timer was set, which is set to whole seconds: its length is not known to the
    // millisecond.
    private const int DigitsOfTimer = 1;

    /// <summary>Reads it from a recorded case.</summary>
    public static Calibration Of(RecordedCase recorded)
    {
        var ok = recorded.Load.Sum(line => line.Ok);
        var hosts = recorded.Sockets.GroupBy(line => line.Host).ToList();
        // The median: the first samples of a process may be dear.
        var sampling = recorded.Sockets.Select(line => line.CostMicroseconds).Order().ElementAtOrDefault(recorded.Sockets.Count / 2) / 1e6;
        var cpu = hosts.Sum(host => host.Max(line => line.Cpu)) - (recorded.Sockets.Count * sampling);
        return new Calibration(
            TimerLength(OpenerSamples.Of(recorded).Max(line => line.TimeWaitLeft)),
            ok > 0 && cpu > 0 ? cpu / ok : null,
            sampling > 0 ? sampling * SampleOverhead * recorded.File.SamplesPerSecond : null);
    }

    private static double? TimerLength(double? freshest) => freshest is { } seconds ? Math.Round(seconds, DigitsOfTimer) : null;
}
