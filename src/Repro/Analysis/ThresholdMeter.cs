using Repro.Recording;

namespace Repro.Analysis;

/// <summary>
/// The threshold as the mean goodput after the first failure. Goodput is a square wave then, whose period is the hold time: only whole
/// periods count.
/// </summary>
internal static class ThresholdMeter
{
    /// <summary>Requests answered per second, or null where the load did not last for one whole period after the first failure.</summary>
    public static double? Measure(RecordedCase recorded, double? firstFailure, double holdSeconds)
    {
        if (firstFailure is not { } from)
        {
            return null;
        }

        var periods = Math.Floor((recorded.File.DurationSeconds - from) / holdSeconds);
        if (periods < 1)
        {
            return null;
        }

        var until = from + (periods * holdSeconds);
        var width = recorded.File.BinSeconds;
        // The bins at either end count by the part of them that lies inside.
        var ok = recorded.Load.Sum(line => line.Ok * Math.Clamp((Math.Min(line.T + width, until) - Math.Max(line.T, from)) / width, 0, 1));
        return ok / (until - from);
    }
}
