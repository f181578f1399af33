using Repro.Analysis;
using Repro.Scenarios;

namespace Repro.Charts;

/// <summary>The answer to a run's question in words, with the figures that it stands on.</summary>
internal static class AnswerText
{
    // What a sentence can hold; of more it says how many.
    private const int MostNames = 10;
    private const int MostLabels = 5;

    // Those that have no baseline beside them fail later than the ones that are told of first.
    private static readonly string[] Later = [Verdicts.Delayed, Verdicts.Exhausted, Verdicts.NotCompared];
    private static readonly string[] NoLater = [Verdicts.NoEffect, Verdicts.Eased];

    /// <summary>The answer: a sentence or two, without the last full stop.</summary>
    public static string Of(RunSummary run) => run.Answer.Kind switch
    {
        AnswerKind.Onsets => Onsets(run),
        AnswerKind.Hops => Hops(run.Answer),
        AnswerKind.Concurrency => Concurrency(run.Answer.Open),
        AnswerKind.Search => Search(run),
        AnswerKind.Article => Article(run.Article!),
        AnswerKind.Thresholds => $"{RunFinding.Threshold(run)}. {RunFinding.Onset(run)}",
        AnswerKind.Rates => Rates(run),
        AnswerKind.Restarts => RestartText.Answer(run),
        var other => throw new NotSupportedException($"no words for {other}"),
    };

    /// <summary>Names in a sentence.</summary>
    public static string Named(IReadOnlyList<string> names) =>
        names.Count <= 1 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    // When failures begin without a mitigation, and with each of the others.
    private static string Onsets(RunSummary run)
    {
        var start = RunFinding.OnsetAlone(run, out var group);
        if (group is null)
        {
            return start;
        }

        var others = RunFinding.OthersOf(group);
        var never = others.Where(row => row.NeverFails).ToList();
        var finished = others.Where(row => row.Verdict == Verdicts.Finished).ToList();
        var later = others.Where(row => row.FirstFailureSeconds is not null && Later.Contains(row.Verdict)).ToList();
        var sooner = others.Where(row => row is { Verdict: Verdicts.Worse, FirstFailureSeconds: not null } && row.DelayFactor is not null)
            .ToList();
        var same = others.Where(row => NoLater.Contains(row.Verdict)).ToList();
        return start + Part(never, others, "never") + Part(finished, others, "not while the load lasts")
            + Part(later, others, $"after {Range(later)}") + Part(same, others, "no later")
            + Part(sooner, others, $"worse, after {Range(sooner)}");
    }

    private static string Part(List<CaseSummary> rows, List<CaseSummary> all, string what) => rows.Count switch
    {
        0 => "",
        > MostNames => $"; with {rows.Count} of {all.Count} others, {what}",
        _ => $"; with {Named([.. rows.Select(row => row.Label)])}, {what}",
    };

    private static string Range(List<CaseSummary> rows)
    {
        var (first, last) = (rows.Min(row => row.FirstFailureSeconds), rows.Max(row => row.FirstFailureSeconds));
        return first is null || last is null ? ""
            : Format.Seconds(first.Value) == Format.Seconds(last.Value) ? Format.Seconds(first.Value)
            : $"{Format.Seconds(first.Value)} to {Format.Seconds(last.Value)}";
    }

    private static string Hops(RunAnswer answer)
    {
        var limits = answer.Hops.Select((limit, index) =>
            $"{With(limit)} {limit.Hop} runs out{(index == 0 ? " first" : "")}, at {Noun.Counted(limit.Connections, "connection")} "
            + $"({Format.Count(limit.Tuples)} × {Noun.Counted(limit.PortsPerTuple, "port")}) after {Format.Seconds(limit.Seconds)}");
        var share = answer.ProxysShare switch
        {
            null => "",
            >= 0.49 and <= 0.51 => ": the proxy has half of the connections that its clients have",
            var part => $": the proxy has {Format.Percent(part.Value)} of the connections that its clients have",
        };
        return Capital($"{string.Join("; ", limits)}{share}");
    }

    private static string With(HopLimit limit) => limit.IsBaseline ? "without a mitigation" : $"with {limit.Label}";

    private static string Concurrency(IReadOnlyList<OpenConnections> open)
    {
        var ranOut = open.FirstOrDefault(row => row.RanOutAt is not null);
        var carried = open.Where(row => row.Follows is not null).ToList();
        var follows = carried.TrueForAll(row => row.Follows == true);
        var figures = Named(
            [.. carried.Select(row => $"{Noun.Counted(row.Established, "connection")} at {Format.Count(row.UnderWay)} "
                + $"{Noun.Of((long)Math.Round(row.UnderWay), "request")} under way")]);
        return (ranOut is null ? "" : $"Ports run out at {Noun.Counted(ranOut.RanOutAt!.Value, "open connection")}; ")
            + $"ESTABLISHED {(follows ? "follows" : "does not follow")} the concurrency: {figures}";
    }

    private static string Search(RunSummary run)
    {
        var rows = run.Cases.Where(row => row is { HasFigures: true, Measured.ConnectLatencyMicroseconds: not null }).ToList();
        return string.Join(
            "; ", rows.OrderByDescending(row => row.IsBaseline)
                .Select(row => $"{(row.IsBaseline ? "" : $"with {row.Label} ")}{Connects(row.Measured!)}"));
    }

    private static string Connects(MeasuredFigures measured) => measured.Knee is { } knee
        ? Format.Slows(knee)
        : $"connect() takes {Format.Count(measured.ConnectLatencyMicroseconds!.P50)} µs at the median all the while";

    private static string Article(ArticleReading article)
    {
        var readings = new[] { article.Held120, article.Held60 }
            .Where(reading => (reading.CarriedPerSecond ?? reading.FailedPerSecond) is not null)
            .Select(reading => $"{Carries(reading.CarriedPerSecond, reading.FailedPerSecond, null)} where ports are held for "
                + $"{Format.Seconds(reading.HoldSeconds)}: a threshold of {Format.Threshold(reading.ThresholdPerSecond)} was predicted");
        return $"Towards one upstream {string.Join("; ", readings)}";
    }

    private static string Rates(RunSummary run)
    {
        var rows = run.Thresholds.Where(row => (row.CarriedPerSecond ?? row.FailedPerSecond) is not null).ToList();
        var said = rows.Take(MostLabels).Select(row => $"{(row.IsBaseline ? "without a mitigation" : $"with {row.Label}")} "
            + $"{Carries(row.CarriedPerSecond, row.FailedPerSecond, Onset(run, row))}");
        return Capital(string.Join("; ", said)) + (rows.Count > MostLabels ? $"; {rows.Count - MostLabels} more are in the table" : "");
    }

    private static double? Onset(RunSummary run, ThresholdSummary row) =>
        run.Cases.FirstOrDefault(other =>
            other.HasFigures && other.Label == row.Label && other.OfferedPerSecond == row.FailedPerSecond)?.FirstFailureSeconds;

    private static string Carries(double? carried, double? failed, double? onset)
    {
        var after = onset is { } seconds ? $" after {Format.Seconds(seconds)}" : "";
        return (carried, failed) switch
        {
            ({ } most, { } least) => $"{Format.Rate(most)} is carried and {Format.Rate(least)} runs out of ports{after}",
            ({ } most, null) => $"{Format.Rate(most)} is carried",
            (null, { } least) => $"{Format.Rate(least)} runs out of ports{after}",
            _ => "",
        };
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
