using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What of a case is drawn over time. Times in seconds since the load started.</summary>
/// <param name="Traffic">Requests answered and failed per second, by seconds.</param>
/// <param name="TimeWait">TIME_WAIT sockets of the proxy.</param>
public sealed record CaseSeries(IReadOnlyList<TrafficPoint> Traffic, IReadOnlyList<CountPoint> TimeWait)
{
    /// <summary>Width of a point of traffic, in seconds.</summary>
    public const double StepSeconds = 0.25;

    internal static CaseSeries Of(RecordedCase recorded)
    {
        var traffic = recorded.Load
            .Where(line => line.T < recorded.File.DurationSeconds - 1e-9)
            .GroupBy(line => (int)Math.Floor((line.T + 1e-9) / StepSeconds))
            .OrderBy(group => group.Key)
            .Select(group => new TrafficPoint(
                group.Key * StepSeconds,
                group.Sum(line => line.Ok) / StepSeconds,
                group.Sum(line => line.Failed?.Values.Sum() ?? 0) / StepSeconds));
        return new CaseSeries(
            [.. traffic],
            [.. ProxySamples.Of(recorded).OrderBy(line => line.T).Select(line => new CountPoint(line.T, line.TimeWait))]);
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
