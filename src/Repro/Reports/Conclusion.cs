using Repro.Analysis;
using Repro.Charts;
using Repro.Progress;
using Repro.Recording;
using Repro.Scenarios;

namespace Repro.Reports;

/// <summary>What came of a run, in the sentences of its report.</summary>
public static class Conclusion
{
    /// <summary>The end as a summary tells it.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="directory">Where its report is.</param>
    /// <param name="problem">Why the run ended before its end, or null.</param>
    public static RunConclusion Of(RunSummary summary, string directory, string? problem) => new(
        Path.GetFullPath(Path.Combine(directory, RunDirectory.ReportName)),
        problem,
        RunFinding.Headline(summary),
        [
            .. summary.Cases.Select(row => new CaseFinding(
                row.Id,
                row.Label,
                row.OfferedPerSecond,
                row.Verdict,
                Format.Verdict(row),
                row.IsUnexpected ? string.Join("; ", row.Unmet.Select(OutcomeText.Wanted)) : null,
                Finding.Of(row))),
            .. summary.Unreadable.Select(item =>
                new CaseFinding(item.Id, item.Id, 0, Verdicts.Invalid, Verdicts.Invalid, null, $"says nothing: {item.Reason}")),
        ]);
}
