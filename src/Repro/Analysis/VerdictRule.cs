using Repro.Scenarios;

namespace Repro.Analysis;

/// <summary>What of a case decides its verdict.</summary>
/// <param name="OnsetSeconds">First failure, or null for none.</param>
/// <param name="Ok">Requests answered.</param>
/// <param name="ChanceSeconds">By how much two first failures of the same case may differ, as predicted.</param>
/// <param name="ChanceAnswers">By how many two cases' answers may differ by chance: ports that have just come back, or not quite.</param>
/// <param name="Connections">Connections before the first failure.</param>
internal readonly record struct VerdictFacts(
    double? OnsetSeconds, long Ok, double ChanceSeconds = 0, long ChanceAnswers = 0, long? Connections = null)
{
    /// <summary>What two cases may differ in by chance.</summary>
    public VerdictFacts Beside(VerdictFacts other) => this with
    {
        ChanceSeconds = Math.Max(ChanceSeconds, other.ChanceSeconds),
        ChanceAnswers = Math.Max(ChanceAnswers, other.ChanceAnswers),
    };
}

/// <summary>What a case's failures mean beside the baseline's.</summary>
internal static class VerdictRule
{
    // Closer than this, two onsets are the same.
    private const double Tolerance = 0.05;

    // In seconds. What starts a load moves its first requests by some hundredths: onsets that differ by no more can't be told apart.
    private const double Hundredths = 0.1;

    // Of the answers after the same onset: the timer wheel alone moves the end of a hold time by two seconds.
    private const double AnswersTolerance = 0.25;

    /// <summary>The verdict, and how many times as late the first failure came, or as many requests were answered.</summary>
    /// <param name="own">The case.</param>
    /// <param name="baseline">Another, valid case to compare with; null for none.</param>
    public static (string Verdict, double? Factor) Judge(VerdictFacts own, VerdictFacts? baseline) => (own.OnsetSeconds, baseline) switch
    {
        (null, null) => (Verdicts.Carried, null),
        (_, null) => (Verdicts.Exhausted, null),
        (null, { OnsetSeconds: null }) => (Verdicts.Carried, null),
        (null, _) => (Verdicts.Averted, null),
        (_, { OnsetSeconds: null }) => (Verdicts.Worse, null),
        ({ } onset, { OnsetSeconds: { } other }) => Judge(own.Beside(baseline.Value), baseline.Value, onset, other),
    };

    private static (string Verdict, double? Factor) Judge(VerdictFacts own, VerdictFacts baseline, double onset, double other)
    {
        var ratio = Ratio(onset, other);
        return IsSameOnset(own, baseline) ? AtTheSameOnset(own, baseline, ratio)
            : Math.Abs(onset - other) < Hundredths ? (Verdicts.Borderline, null)
            : (ratio > 1 ? Verdicts.Delayed : Verdicts.Worse, ratio);
    }

    /// <summary>Why two cases can't be told apart, where the verdict is borderline.</summary>
    public static string TooNear(VerdictFacts own, VerdictFacts baseline) =>
        IsSameOnset(own.Beside(baseline), baseline)
            ? FormattableString.Invariant($"{own.Ok} and the baseline's {baseline.Ok} answered requests are too few to tell apart")
            : FormattableString.Invariant(
                $"{own.OnsetSeconds:0.00} s and the baseline's {baseline.OnsetSeconds:0.00} s are too near to each other to tell apart");

    private static double Ratio(double onset, double other) => other > 0 ? onset / other : 1;

    private static bool IsSameOnset(VerdictFacts own, VerdictFacts baseline)
    {
        var (onset, other) = (own.OnsetSeconds!.Value, baseline.OnsetSeconds!.Value);
        return Math.Abs(onset - other) <= own.ChanceSeconds
            || Math.Abs(Ratio(onset, other) - 1) < Tolerance
            || (Math.Abs(onset - other) < Hundredths && own.Connections is not null && own.Connections == baseline.Connections);
    }

    private static (string Verdict, double? Factor) AtTheSameOnset(VerdictFacts own, VerdictFacts baseline, double onsets)
    {
        var answers = (double)own.Ok / Math.Max(1, baseline.Ok);
        return own.Ok == baseline.Ok || Math.Abs(answers - 1) < AnswersTolerance ? (Verdicts.NoEffect, onsets)
            : Math.Abs(own.Ok - baseline.Ok) <= own.ChanceAnswers ? (Verdicts.Borderline, null)
            : (answers > 1 ? Verdicts.Eased : Verdicts.Worse, answers);
    }
}
