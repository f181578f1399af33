using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What of a case is drawn over time. Times in seconds since the load started.</summary>
/// <param name="StepSeconds">Width of a point of traffic.</param>
/// <param name="Traffic">Requests answered and failed per second, by steps.</param>
/// <param name="TimeWait">TIME_WAIT of the proxy's connections to the backends.</param>
public sealed record CaseSeries(double StepSeconds, IReadOnlyList<TrafficPoint> Traffic, IReadOnlyList<CountPoint> TimeWait)
{
    // More than this, and a figure's points are narrower than its lines.
    private const int MostSteps = 240;

    internal static CaseSeries Of(RecordedCase recorded)
    {
        var width = recorded.File.BinSeconds;
        var bins = (int)Math.Ceiling((recorded.File.DurationSeconds / width) - 1e-9);
        // A step is a whole number of bins: a fraction would draw a saw that is not there.
        var binsPerStep = Math.Max(1, (int)Math.Ceiling((double)bins / MostSteps));
        var step = width * binsPerStep;
        var traffic = recorded.Load
            .Select(line => (Bin: (int)Math.Round(line.T / width), Line: line))
            .Where(item => item.Bin < bins)
            .GroupBy(item => item.Bin / binsPerStep, item => item.Line)
            .OrderBy(group => group.Key)
            .Select(group =>
            {
                // The last step may have fewer bins.
                var seconds = Math.Min(binsPerStep, bins - (group.Key * binsPerStep)) * width;
                return new TrafficPoint(
                    group.Key * step,
                    group.Sum(line => line.Ok) / seconds,
                    group.Sum(line => line.Failed?.Values.Sum() ?? 0) / seconds);
            });
        return new CaseSeries(
            step, [.. traffic], [.. ProxySamples.TimeWait(recorded).OrderBy(point => point.T)]);
    }
}

/// <summary>Rates over a step that begins at T.</summary>
/// <param name="T">Seconds since the load started.</param>
/// <param name="OkPerSecond">Requests answered with 200.</param>
/// <param name="FailedPerSecond">Requests that failed.</param>
public readonly record struct TrafficPoint(double T, double OkPerSecond, double FailedPerSecond);

/// <summary>A count at a moment.</summary>
/// <param name="T">Seconds since the load started.</param>
/// <param name="Count">The count.</param>
public readonly record struct CountPoint(double T, int Count);
