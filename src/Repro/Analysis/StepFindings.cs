using Repro.Model;
using Repro.Physics;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What was changed in the course of a load, and what came of it.</summary>
internal static class StepFindings
{
    /// <summary>The steps of a case; null where it has none.</summary>
    /// <param name="recorded">The case.</param>
    /// <param name="hop">The hop that its figures are of.</param>
    public static IReadOnlyList<StepSummary>? Of(RecordedCase recorded, HopFacts hop)
    {
        var steps = CaseConditions.Of(recorded.File).Steps.All;
        return steps.Count == 0 ? null : [.. steps.Select((step, number) => new StepSummary(
            step.At.TotalSeconds,
            Done(recorded, step),
            Text(step),
            hop.CapacityAfterSteps?.ElementAtOrDefault(number) ?? hop.CapacityPorts))];
    }

    /// <summary>When connections of the hop that ran out found no port; null where nothing was changed.</summary>
    public static IReadOnlyList<FailingSpan>? Failing(RecordedCase recorded, RanOut? ranOut)
    {
        if (!CaseConditions.Of(recorded.File).Steps.Any)
        {
            return null;
        }

        var hop = ranOut?.Hop ?? recorded.File.Upstream;
        var bins = recorded.LinesOf(hop.Opener)
            .Where(line => line.T < recorded.File.DurationSeconds)
            .GroupBy(line => line.T)
            .OrderBy(bin => bin.Key)
            .Select(bin => (bin.Key, bin.Sum(PortFailure.Counting(recorded.File))));
        return FailingSpan.Of(
            bins, recorded.File.BinSeconds, ranOut is null ? null : Math.Round(ranOut.First.Failure.T, 6));
    }

    // When the last host had done it.
    private static double? Done(RecordedCase recorded, Step step) => (recorded.End?.Steps ?? [])
        .Where(one => one.At == step.At.TotalSeconds)
        .Select(one => (double?)one.DoneAt)
        .Max();

    private static string Text(Step step) => string.Join(
        ", ",
        (from role in (HostRole[])[HostRole.Client, HostRole.Proxy, HostRole.Backend]
         from sysctl in step.SysctlsOf(role).Values
         select $"{role.All()}: {sysctl.Key.Split('.')[^1]} {sysctl.Value}")
        .Concat(step.State == BackendState.Same ? [] : [step.State == BackendState.Down ? "backends down" : "backends up"]));
}

/// <summary>What was changed at a moment of the load.</summary>
/// <param name="AtSeconds">The moment, as asked.</param>
/// <param name="DoneSeconds">When the last host had done it; null where none had, or it was not run.</param>
/// <param name="Text">What, in a few words.</param>
/// <param name="CapacityPorts">Ports of the hop over all tuples from then on.</param>
public sealed record StepSummary(double AtSeconds, double? DoneSeconds, string Text, long CapacityPorts);
