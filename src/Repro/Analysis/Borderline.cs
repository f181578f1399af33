using Repro.Model;
using Repro.Physics;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>
/// Whether a load came so near to what its ports carry that chance decided. A port is held for H seconds, so a load needs as many ports as
/// requests come within H, at most. Requests that are held up for j seconds come up to j closer together, or further apart: so it needs as
/// many as come within H − j to H + j, where H is between its mean and its longest, by the thresholds. Where the ports that there are lie
/// in between, neither outcome says anything. A connection that leaves nothing has its port while it is open: then that is H.
/// </summary>
internal static class Borderline
{
    /// <summary>Why it is borderline, for people; null where it is not.</summary>
    /// <param name="recorded">The case.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="ranOut">The hop that found no port first; null where each connection found one.</param>
    public static string? Reason(RecordedCase recorded, MeasuredFigures measured, RanOut? ranOut)
    {
        var file = recorded.File;
        if (measured.FirstFailureSeconds is null
            && file.Bottleneck.OnsetSeconds is { } onset
            && LoadEnd.IsTooNear(onset, file.DurationSeconds))
        {
            return FormattableString.Invariant(
                $"ports of {file.Bottleneck.Name} were predicted to run out at {onset:0.00} s, too near to the load's end at ")
                + FormattableString.Invariant($"{file.DurationSeconds:0.##} s to tell");
        }

        // Ports that were filled before the load are none of its own, and thresholds are those of what stays as it is.
        var isOtherwise = recorded.End?.Openers is { Prefilled: > 0 } || CaseConditions.Of(file).Steps.Any;
        return (isOtherwise ? null : TooNear(file, measured.JitterSeconds))
            ?? (ranOut is { IsStray: true } stray ? Stray(stray) : null);
    }

    private static string Stray(RanOut ranOut) => FormattableString.Invariant(
        $"{ranOut.Failed:#,0} of {ranOut.AskedFor:#,0} connections from then on found no port of {ranOut.Hop.Name}: a stall's burst, or ")
        + "a search that missed one, and not ports that ran out";

    private static string? TooNear(CaseFile file, double jitter)
    {
        var conditions = CaseConditions.Of(file);
        var needs = file.Hops.Select(hop => (Hop: hop, Ports: Needed(hop, conditions, jitter))).ToList();
        return needs.Exists(need => need.Ports.Least > need.Hop.CapacityPorts) ? null
            : needs.Where(need => need.Ports.Most > need.Hop.CapacityPorts)
                .Select(need =>
                    FormattableString.Invariant(
                        $"it needs {need.Ports.Least:#,0} to {Math.Max(need.Ports.Most, need.Hop.CapacityPorts + 1):#,0} of the ")
                        + FormattableString.Invariant($"{need.Hop.CapacityPorts:#,0} ports of {need.Hop.Name} at once, ")
                        + FormattableString.Invariant(
                            $"as requests were held up for {jitter * 1000:0} ms: too near to the threshold to tell"))
                .FirstOrDefault();
    }

    // The hold time by the thresholds, which know of all else that keeps a port or brings it back.
    private static (double Least, double Most) Needed(HopFacts hop, Conditions conditions, double jitter)
    {
        var (law, open) = (conditions.Load.Law, conditions.Backends.Delay.TotalSeconds);
        var requests = hop.CapacityPorts * hop.RequestsPerConnection;
        var (mean, longest) = hop.ThresholdPerSecond is { } threshold
            ? (requests / threshold, requests / (hop.SafePerSecond ?? threshold))
            : (open, open);
        return (law.MostWithin(mean - jitter) / hop.RequestsPerConnection, law.MostWithin(longest + jitter) / hop.RequestsPerConnection);
    }
}
