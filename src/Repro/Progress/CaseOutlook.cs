using System.Globalization;

namespace Repro.Progress;

/// <summary>What is to come of a case's ports, in words that fit a narrow column.</summary>
internal static class CaseOutlook
{
    // How long the news of a failure may take.
    private const double Lag = 0.5;

    // A tenth of a second is worth reading below this.
    private const double Precise = 100;

    public static string Of(CaseState state) => state switch
    {
        { Phase: CasePhase.Failed } => "could not be run",
        { Phase: CasePhase.Done, FirstFailureSeconds: { } first } => $"first failure {Seconds(first)}",
        { Phase: CasePhase.Done } => "no request failed",
        { FirstFailureSeconds: { } first } => $"failing since {Seconds(first)}",
        { PredictedOnsetSeconds: null } => "not predicted to fail",
        { PredictedOnsetSeconds: { } onset } when onset >= state.DurationSeconds => "ports outlast the load",
        { PredictedOnsetSeconds: { } onset, Phase: not CasePhase.Running } => $"predicted {Seconds(onset)}",
        { PredictedOnsetSeconds: { } onset } => Countdown(onset, onset - state.ElapsedSeconds),
    };

    private static string Seconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.00} s");

    private static string Countdown(double onset, double left) => left switch
    {
        <= -Lag => $"past predicted {Seconds(onset)}",
        <= 0 => "ports run out now",
        < Precise => string.Create(CultureInfo.InvariantCulture, $"ports run out in {left:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"ports run out in {left:#,0} s"),
    };
}
