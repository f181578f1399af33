using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>What of a case decides its verdict.</summary>
/// <param name="OnsetSeconds">First failure, or null for none.</param>
/// <param name="Ok">Requests answered.</param>
internal readonly record struct Outlook(double? OnsetSeconds, long Ok);

/// <summary>What a case's failures mean beside the baseline's.</summary>
internal static class VerdictRule
{
    // Closer than this, two onsets are the same.
    private const double Tolerance = 0.05;

    // In seconds. Within a burst it is chance which moment the first failure is met at: two like cases differ by some hundredths.
    private const double SameMoment = 0.1;

    // Of the answers after the same onset: the timer wheel alone moves the end of a hold time by two seconds.
    private const double AnswersTolerance = 0.25;

    /// <summary>The verdict, and how many times as late the first failure came, or as many requests were answered.</summary>
    /// <param name="own">The case.</param>
    /// <param name="baseline">Another, valid case to compare with; null for none.</param>
    public static (string Verdict, double? Factor) Judge(Outlook own, Outlook? baseline) => (own.OnsetSeconds, baseline) switch
    {
        (null, null) => (Verdicts.Carried, null),
        (_, null) => (Verdicts.Exhausted, null),
        (null, { OnsetSeconds: null }) => (Verdicts.Carried, null),
        (null, _) => (Verdicts.Averted, null),
        (_, { OnsetSeconds: null }) => (Verdicts.Worse, null),
        ({ } onset, { OnsetSeconds: { } other }) => (onset / other) switch
        {
            var ratio when Math.Abs(onset - other) < SameMoment => AtTheSameOnset(Answers(own, baseline.Value), other > 0 ? ratio : 1),
            >= 1 + Tolerance and var ratio => (Verdicts.Delayed, ratio),
            <= 1 - Tolerance and var ratio => (Verdicts.Worse, ratio),
            var ratio => AtTheSameOnset(Answers(own, baseline.Value), ratio),
        },
    };

    private static double Answers(Outlook own, Outlook baseline) => (double)own.Ok / Math.Max(1, baseline.Ok);

    private static (string Verdict, double? Factor) AtTheSameOnset(double answers, double onsets) => answers switch
    {
        >= 1 + AnswersTolerance => (Verdicts.Eased, answers),
        <= 1 - AnswersTolerance => (Verdicts.Worse, answers),
        _ => (Verdicts.NoEffect, onsets),
    };
}
