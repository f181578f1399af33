using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Whether ports ran out under connections that were open, and not under TIME_WAIT.</summary>
internal static class HeldOpen
{
    // Of the ports that were in use.
    private const double MostInTimeWait = 0.1;

    /// <summary>That they did, for people; null where TIME_WAIT had its part in it, or nothing is known.</summary>
    public static string? Remark(RecordedCase recorded, double? firstFailure)
    {
        if (firstFailure is not { } first
            || OpenerSamples.Together(recorded).Where(line => line.Tuples is not null)
                .MinBy(line => Math.Abs(line.T - first)) is not { } dump)
        {
            return null;
        }

        var (ports, waiting) = (dump.Tuples!.Sum(tuple => (long)tuple.Ports), dump.Tuples!.Sum(tuple => (long)tuple.TimeWait));
        if (ports == 0 || Math.Max(waiting, dump.TimeWait) > ports * MostInTimeWait)
        {
            return null;
        }

        var established = dump.Tuples!.Sum(tuple => (long)tuple.Established);
        var (held, why) = established == 0
            ? ("CLOSE_WAIT or an end of their own", "a program that does not close what its backends have")
            : (established >= ports - waiting ? "ESTABLISHED" : "ESTABLISHED or CLOSE_WAIT", "requests that take long, or a leak");
        return $"{ports - waiting} of the {ports} ports in use when they ran out were held by connections in {held}, not in TIME_WAIT: "
            + $"{why}; no mitigation of TIME_WAIT helps";
    }
}
