namespace Repro.Analysis;

/// <summary>What restarts of services met, beside what was predicted. Shares are parts of all restarts, from 0 to 1.</summary>
/// <param name="Services">Services of all hosts together.</param>
/// <param name="InRange">Those whose ports a connection may be given.</param>
/// <param name="Count">Restarts; null: nothing was measured.</param>
/// <param name="Taken">Those of them that found their port taken by a connection; null as above.</param>
/// <param name="TakenShare">The same as a share; null as above.</param>
/// <param name="ServicesWithout">Services that found theirs taken at least once; null as above.</param>
/// <param name="PredictedShare">The share as predicted; null: too much was sent to tell.</param>
/// <param name="LeastPredictedShare">The least that was predicted; null as above.</param>
/// <param name="MostPredictedShare">The most; null as above.</param>
/// <param name="AsPredicted">Whether the share is between these; null where one of them is not known.</param>
public sealed record RestartSummary(
    int Services,
    int InRange,
    long? Count,
    long? Taken,
    double? TakenShare,
    int? ServicesWithout,
    double? PredictedShare,
    double? LeastPredictedShare,
    double? MostPredictedShare,
    bool? AsPredicted);
