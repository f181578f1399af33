using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What was concluded from a run, and what of it is drawn.</summary>
/// <param name="Summary">The conclusions.</param>
/// <param name="Series">What is drawn of each case, in the order of the summary's cases.</param>
public sealed record RunConclusions(RunSummary Summary, IReadOnlyList<CaseSeries> Series);

/// <summary>Recorded run to conclusions: a pure function.</summary>
public static class RunAnalysis
{
    /// <summary>Analyses a run.</summary>
    public static RunConclusions Analyze(RecordedRun run)
    {
        // A search tries rates as they come up; they are read from the lowest on.
        var recorded = run.File.Goal == RunSummary.ThresholdGoal
            ? run.Cases.OrderBy(item => item.File.Label, StringComparer.Ordinal).ThenBy(item => item.File.OfferedPerSecond).ToList()
            : run.Cases;
        var summaries = recorded.Select(CaseAnalysis.Summarize).ToList();
        var judged = summaries.Select(summary => CaseAnalysis.Judge(summary, summaries.Find(other => IsBaselineOf(other, summary)))).ToList();
        var cases = recorded.Zip(judged).ToList();
        var summary = new RunSummary
        {
            Scenario = run.File.Name,
            Question = run.File.Question,
            Lab = run.File.Lab,
            Kernel = run.File.Machine.Kernel,
            Hertz = run.File.Machine.Hertz,
            TimeWaitSeconds = run.File.Machine.TimeWaitSeconds,
            Goal = run.File.Goal,
            Started = run.File.Started,
            Arguments = run.File.Arguments,
            Version = run.File.Version,
            Cases = judged,
            Thresholds = Brackets.Of(cases),
            Article = ArticleReadings.Of(run.File.Machine, cases),
            NotBegun = run.NotBegun,
        };
        return new RunConclusions(summary, [.. recorded.Select(CaseSeries.Of)]);
    }

    /// <summary>One case without a comparison.</summary>
    internal static CaseSummary Summarize(RecordedCase recorded) => CaseAnalysis.Judge(CaseAnalysis.Summarize(recorded), null);

    private static bool IsBaselineOf(CaseSummary other, CaseSummary summary) => !summary.IsBaseline
        && other is { IsBaseline: true, Valid: true, Measured: not null }
        && other.OfferedPerSecond == summary.OfferedPerSecond
        && other.Point == summary.Point;
}
