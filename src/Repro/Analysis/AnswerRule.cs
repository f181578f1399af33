using Repro.Model;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>Chooses what a run has to say first.</summary>
internal static class AnswerRule
{
    // Of the requests under way: one or two more are on their way in or out when a sample is taken.
    private const double SameCount = 0.02;
    private const int FewMore = 3;

    public static RunAnswer Of(
        IReadOnlyList<(RecordedCase Recorded, CaseSummary Summary)> cases,
        IReadOnlyList<ThresholdSummary> thresholds,
        ArticleReading? article)
    {
        var valid = cases.Where(item => item.Summary.HasFigures).ToList();
        var hops = Hops([.. valid.Select(item => item.Summary)]);
        var open = Open(valid);
        var rates = valid.Select(item => item.Summary.OfferedPerSecond).Distinct().Count();
        var labels = valid.Select(item => item.Summary.Label).Distinct().Count();
        var measured = thresholds.Any(row => row.MeasuredFactor > 1);
        var kind = valid.Exists(item => item.Summary.Restarts is not null) ? AnswerKind.Restarts
            : hops.Count > 0 ? AnswerKind.Hops
            : open.Count > 0 ? AnswerKind.Concurrency
            : IsSearch(valid) ? AnswerKind.Search
            : rates > 1 && article is not null ? AnswerKind.Article
            : measured && labels >= rates ? AnswerKind.Thresholds
            : rates > 1 && thresholds.Any(row => (row.CarriedPerSecond ?? row.FailedPerSecond) is not null) ? AnswerKind.Rates
            : AnswerKind.Onsets;
        return new RunAnswer(kind, hops, ProxysShare(hops), open);
    }

    // Where like loads run out at different hops.
    private static List<HopLimit> Hops(IReadOnlyList<CaseSummary> cases)
    {
        var limits = cases
            .Where(row => row is { RanOut: true, Measured.ConnectionsBeforeFirstFailure: not null })
            .Select(row => new HopLimit(
                row.Label,
                row.IsBaseline,
                row.Hop,
                row.Measured!.ConnectionsBeforeFirstFailure!.Value,
                row.HopFigures.Tuples,
                row.HopFigures.PortsPerTuple,
                row.FirstFailureSeconds!.Value))
            .OrderBy(limit => limit.Connections)
            .DistinctBy(limit => limit.Hop)
            .ToList();
        return limits.Count > 1 && cases.Select(row => row.OfferedPerSecond).Distinct().Count() == 1 ? limits : [];
    }

    private static double? ProxysShare(List<HopLimit> hops)
    {
        var byRole = hops.ToLookup(limit => HostRoles.OpenerOf(limit.Hop) == HostRole.Client, limit => limit.Connections);
        return byRole.Count == 2 ? Math.Round((double)byRole[false].Min() / byRole[true].Min(), 3) : null;
    }

    // Where requests take longer in one case than in another.
    private static List<OpenConnections> Open(List<(RecordedCase Recorded, CaseSummary Summary)> cases)
    {
        var all = cases
            .Select(item => (Row: item.Summary, Delay: CaseConditions.Of(item.Recorded.File).Backends.Delay.TotalSeconds))
            .Where(item => item.Delay > 0)
            .ToList();
        return all.Where(item => !item.Row.RanOut).Select(item => item.Delay).Distinct().Count() < 2 ? [] :
        [
            .. all.OrderBy(item => item.Delay * item.Row.OfferedPerSecond).Select(item =>
            {
                var (underWay, established) = (Math.Round(item.Row.OfferedPerSecond * item.Delay, 3), item.Row.Measured!.PeakEstablished);
                return new OpenConnections(
                    item.Row.Label,
                    underWay,
                    established,
                    item.Row.RanOut ? null : Math.Abs(established - underWay) <= Math.Max(FewMore, underWay * SameCount),
                    item.Row.RanOut ? item.Row.Measured.ConnectionsBeforeFirstFailure : null);
            }),
        ];
    }

    // Ports were filled before the load so that it meets a long search, and they did not run out.
    private static bool IsSearch(List<(RecordedCase Recorded, CaseSummary Summary)> cases) => cases.Count > 0
        && cases.All(item => item.Recorded.End?.Openers is { Prefilled: > 0 }
            && item.Summary is { RanOut: false, Measured.ConnectLatencyMicroseconds: not null });
}
