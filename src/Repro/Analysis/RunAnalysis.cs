using System.Text.Json.Nodes;
using Repro.Recording;

namespace Repro.Analysis;

/// <summary>What was concluded from a run, and what of it is drawn.</summary>
/// <param name="Summary">The conclusions.</param>
/// <param name="Series">What is drawn of each case, in the order of the summary's cases.</param>
/// <param name="Scenario">The scenario with every key spelt out, as it was run.</param>
internal sealed record RunConclusions(RunSummary Summary, IReadOnlyList<CaseSeries> Series, JsonNode Scenario);

/// <summary>Recorded run to conclusions: a pure function.</summary>
internal static class RunAnalysis
{
    /// <summary>Analyses a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="also">What else to do with each case while its lines are at hand; on any thread.</param>
    public static RunConclusions Analyze(RecordedRun run, Action<RecordedCase>? also = null)
    {
        var read = run.Map(recorded => Analyze(recorded, run.File.Machine.Hertz, also));
        var analyzed = read.Where(item => item.Damage is null).Select(item => item.Analyzed).ToList();
        if (run.File.Goal == RunSummary.ThresholdGoal)
        {
            // A search tries rates as they come up; they are read from the lowest on.
            analyzed =
                [.. analyzed.OrderBy(item => item.Summary.Label, StringComparer.Ordinal).ThenBy(item => item.Summary.OfferedPerSecond)];
        }

        var unreadable = run.Unreadable.Concat(read.Select(item => item.Damage).OfType<UnreadableCase>()).ToList();
        var missing = run.NotBegun.Concat(unreadable.Select(item => item.Id)).ToHashSet();
        var judged = analyzed.ConvertAll(item => CaseAnalysis.Judge(
            item.Summary,
            analyzed.Find(other => IsBaselineOf(other.Summary, item.Summary)).Summary,
            missing.Contains(BaselineIdOf(item.Summary))));
        var cases = analyzed.Select(item => item.Recorded).Zip(judged).ToList();
        var thresholds = ThresholdAnalysis.Of(cases);
        var article = ArticleReadings.Of(run.File.Machine, cases);
        var summary = new RunSummary
        {
            Scenario = run.File.Name,
            Question = run.File.Question,
            Lab = run.File.Lab,
            Kernel = run.File.Machine.Kernel,
            Hertz = run.File.Machine.Hertz,
            Proxies = run.File.Proxies,
            TimeWaitSeconds = run.File.Machine.TimeWaitSeconds,
            Processors = run.File.Machine.Processors,
            Architecture = run.File.Machine.Architecture,
            Runtime = run.File.Machine.Runtime,
            Engine = run.File.Machine.Engine,
            Goal = run.File.Goal,
            Started = run.File.Started,
            Arguments = run.File.Arguments,
            Version = run.File.Version,
            Answer = AnswerRule.Of(cases, thresholds, article),
            Cases = ExpectationRule.Judge([.. cases.Select(item => (item.First.File, item.Second))], thresholds),
            Thresholds = thresholds,
            Article = article,
            NotBegun = run.NotBegun,
            Unreadable = unreadable,
        };
        return new RunConclusions(summary, [.. analyzed.Select(item => item.Series)], run.File.Scenario);
    }

    /// <summary>One case without a comparison.</summary>
    internal static CaseSummary Summarize(RecordedCase recorded) => CaseAnalysis.Judge(CaseAnalysis.Summarize(recorded), null);

    private static (UnreadableCase? Damage, (RecordedCase Recorded, CaseSummary Summary, CaseSeries Series) Analyzed) Analyze(
        RecordedCase recorded, int hertz, Action<RecordedCase>? also)
    {
        if (CaseConditions.Damage(recorded.File) is { } damage)
        {
            return (damage, default);
        }

        try
        {
            also?.Invoke(recorded);
            var concluded = CaseAnalysis.Summarize(recorded, hertz);
            return (null, (recorded.WithoutLines(), concluded, CaseSeries.Of(recorded, concluded.Hop)));
        }
        catch (Exception exception) when (Bug.Is(exception))
        {
            // It costs its own case alone.
            return (new UnreadableCase(recorded.File.Id, Bug.Spoilt("Repro can't make anything of it", exception)), default);
        }
    }

    private static bool IsBaselineOf(CaseSummary other, CaseSummary summary) => !summary.IsBaseline
        && other is { IsBaseline: true, PredictedOnly: null }
        && other.OfferedPerSecond == summary.OfferedPerSecond
        && other.Point == summary.Point;

    // Of a case that can't be read nothing is known but its id.
    private static string BaselineIdOf(CaseSummary summary) =>
        summary.IsBaseline ? "" : "none" + summary.Id[Math.Max(0, summary.Id.IndexOf('@', StringComparison.Ordinal))..];
}
