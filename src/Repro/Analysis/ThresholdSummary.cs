namespace Repro.Analysis;

/// <summary>What the cases of one label say about the highest rate that never fails.</summary>
public sealed record ThresholdSummary
{
    /// <summary>The label.</summary>
    public required string Label { get; init; }

    /// <summary>Whether the others of its point are compared with it.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>Values of the matrix other than the rate.</summary>
    public required string Point { get; init; }

    /// <summary>
    /// The hop that these figures are of: the one that ran out at the lowest rate, else the one that is predicted to limit it.
    /// </summary>
    public required string Hop { get; init; }

    /// <summary>How long a connection keeps its port, as predicted.</summary>
    public required double HoldSeconds { get; init; }

    /// <summary>Tuples that the rate is spread over.</summary>
    public required int Tuples { get; init; }

    /// <summary>The predicted threshold; null: there is none.</summary>
    public required double? PredictedPerSecond { get; init; }

    /// <summary>
    /// The highest rate at which none is predicted to fail at any moment: between it and the threshold a few do. Null: there is none, or
    /// the run is older than this.
    /// </summary>
    public double? SafePerSecond { get; init; }

    /// <summary>The highest rate that lasted for a whole hold time without a failure, below every one that failed.</summary>
    public required double? CarriedPerSecond { get; init; }

    /// <summary>The lowest rate at which ports ran out.</summary>
    public required double? FailedPerSecond { get; init; }

    /// <summary>
    /// Mean goodput over whole hold times after ports had run out, at the highest rate that has one: the threshold as measured.
    /// </summary>
    public required double? GoodputPerSecond { get; init; }

    /// <summary>How far off the measured threshold may be, up or down; null where it was not measured.</summary>
    public required double? PlusMinusPerSecond { get; init; }

    /// <summary>Why the threshold was not measured; null where it was.</summary>
    public required string? NotMeasured { get; init; }

    /// <summary>The predicted threshold beside the baseline's; null where either has none.</summary>
    public double? PredictedFactor { get; init; }

    /// <summary>The measured threshold beside the baseline's; null where either has none.</summary>
    public double? MeasuredFactor { get; init; }

    /// <summary>The highest rate that was carried beside the baseline's threshold: the factor is this at least.</summary>
    public double? AtLeastFactor { get; init; }

    /// <summary>
    /// Whether the factors are such at least: the lab's clients run out before the proxy does, and in the baseline the proxy does.
    /// </summary>
    public bool IsLimitedByClients { get; init; }

    /// <summary>
    /// How the predicted onset depends on a constant rate; empty where it follows no such law, as with fewer TIME_WAIT buckets than ports.
    /// </summary>
    public required IReadOnlyList<OnsetLaw> Onsets { get; init; }
}

/// <summary>
/// Above a rate, ports of a hop run out once so many requests have been sent: onset = requests ÷ rate. The earliest counts.
/// </summary>
/// <param name="AbovePerSecond">The hop's threshold.</param>
/// <param name="Requests">Ports × requests per connection.</param>
/// <param name="SafePerSecond">The rate up to which none fails at any moment; between it and the threshold a few do.</param>
public sealed record OnsetLaw(double AbovePerSecond, double Requests, double SafePerSecond);
