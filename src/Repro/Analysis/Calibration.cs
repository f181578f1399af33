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

    // Of several slices the cheapest tells most of what a request takes, and least of what else the machine did; the first warms up.
    private const double SliceSeconds = 0.3;
    private const int WarmUpSlices = 1;

    // A TIME_WAIT is seen some milliseconds after its timer was set, which is set to whole seconds: its length is not known to the
    // millisecond.
    private const int DigitsOfTimer = 1;

    /// <summary>Reads it from a recorded case.</summary>
    public static Calibration Of(RecordedCase recorded)
    {
        // The median: the first samples of a process may be dear.
        var sampling = recorded.Sockets.Select(line => line.CostMicroseconds).Order().ElementAtOrDefault(recorded.Sockets.Count / 2) / 1e6;
        return new Calibration(
            TimerLength(OpenerSamples.Of(recorded).Max(line => line.TimeWaitLeft)),
            CpuPerRequest(recorded, sampling),
            sampling > 0 ? sampling * SampleOverhead * recorded.File.SamplesPerSecond : null);
    }

    private static double? CpuPerRequest(RecordedCase recorded, double sampling)
    {
        var hosts = recorded.Sockets.GroupBy(line => line.Host, (_, lines) => lines.OrderBy(line => line.T).ToList()).ToList();
        var slices = (int)Math.Round(recorded.File.DurationSeconds / SliceSeconds);
        return Enumerable.Range(0, slices).Select(slice => slice * SliceSeconds).Skip(WarmUpSlices)
            .Select(from => Of(from, from + SliceSeconds)).Where(cost => cost > 0).Min();

        double? Of(double from, double to)
        {
            var ok = recorded.Load.Where(line => Within(line.T + (recorded.File.BinSeconds / 2))).Sum(line => line.Ok);
            var cpu = hosts.Sum(host => CpuAt(host, to) - CpuAt(host, from)) - (recorded.Sockets.Count(line => Within(line.T)) * sampling);
            return ok > 0 ? cpu / ok : null;

            bool Within(double t) => t >= from && t < to;
        }
    }

    // Between two samples, evenly.
    private static double CpuAt(List<SocketsLine> samples, double t)
    {
        var (from, used) = (0.0, 0.0);
        foreach (var line in samples)
        {
            if (line.T >= t)
            {
                return line.T > from ? used + ((line.Cpu - used) * (t - from) / (line.T - from)) : line.Cpu;
            }

            (from, used) = (line.T, line.Cpu);
        }

        return used;
    }

    private static double? TimerLength(double? freshest) => freshest is { } seconds ? Math.Round(seconds, DigitsOfTimer) : null;
}
