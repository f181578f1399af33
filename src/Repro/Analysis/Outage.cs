using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>A part of the load in which the backends' programs had ended, as a step asked for.</summary>
/// <param name="FromSeconds">When the first of them had, or was to, in seconds since the load started.</param>
/// <param name="UntilSeconds">When the last of them was there again; infinity: not before the load's end.</param>
internal sealed record Outage(double FromSeconds, double UntilSeconds)
{
    // In seconds: who was refused a moment before the end of it is told a moment after, and what comes in one bin is one bin's.
    private const double Slack = 0.3;

    /// <summary>The outages of a case.</summary>
    public static IReadOnlyList<Outage> Of(RecordedCase recorded)
    {
        var outages = new List<Outage>();
        var steps = CaseConditions.Of(recorded.File).Steps.All.Where(step => step.State != BackendState.Same);
        foreach (var step in steps)
        {
            var at = step.At.TotalSeconds;
            var done = (recorded.End?.Steps ?? []).Where(one => one.Role == HostRole.Backend && one.At == at)
                .Select(one => one.DoneAt).DefaultIfEmpty(at).ToList();
            if (step.State == BackendState.Down)
            {
                outages.Add(new Outage(Math.Min(at, done.Min()), double.PositiveInfinity));
            }
            else if (outages.Count > 0)
            {
                outages[^1] = outages[^1] with { UntilSeconds = done.Max() };
            }
        }

        return outages;
    }

    /// <summary>Failures by outcome that the outages of a case account for: those in it that are no want of a port.</summary>
    public static SortedDictionary<string, long> Failures(RecordedCase recorded) => PortFailure.ByOrigin(Within(recorded));

    /// <summary>Connections that were refused, as nobody was there.</summary>
    public static long Refused(RecordedCase recorded) => Of(recorded).Count == 0 ? 0
        : PortFailure.Count(Within(recorded).Openers).GetValueOrDefault("connect/ECONNREFUSED");

    /// <summary>The case without what its outages account for.</summary>
    public static IReadOnlyDictionary<string, long> OtherFailures(RecordedCase recorded)
    {
        var all = PortFailure.ByOrigin(recorded);
        var isOfPorts = PortFailure.In(recorded.File);
        foreach (var (outcome, count) in Failures(recorded).Where(pair => !isOfPorts(pair.Key)))
        {
            all[outcome] -= count;
        }

        return all.Where(pair => pair.Value > 0).ToDictionary();
    }

    private static RecordedCase Within(RecordedCase recorded)
    {
        var outages = Of(recorded);
        return recorded with
        {
            Load = [.. recorded.Load.Where(IsIn)],
            Proxy = [.. recorded.Proxy.Where(IsIn)],
        };

        bool IsIn(TrafficLine line) => outages.Any(outage =>
            line.T + recorded.File.BinSeconds > outage.FromSeconds && line.T < outage.UntilSeconds + Slack);
    }
}
