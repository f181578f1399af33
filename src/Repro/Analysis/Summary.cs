using System.Text.Json.Serialization;

namespace Repro.Analysis;

/// <summary><c>summary.json</c>: what was concluded from a run. Seconds, per second, ports; null where there is none.</summary>
public sealed record RunSummary
{
    /// <summary>Version of this contract.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The scenario's name.</summary>
    public required string Scenario { get; init; }

    /// <summary>The scenario's question.</summary>
    public required string Question { get; init; }

    /// <summary>The lab: netns or docker.</summary>
    public required string Lab { get; init; }

    /// <summary>Kernel release.</summary>
    public required string Kernel { get; init; }

    /// <summary>The kernel's timer frequency, which the hold time stands on.</summary>
    public required int Hertz { get; init; }

    /// <summary>When the run began, UTC, ISO 8601.</summary>
    public required string Started { get; init; }

    /// <summary>Arguments that the program was given.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Version of the program that made the run.</summary>
    public required string Version { get; init; }

    /// <summary>The cases that have begun, in the order of the plan.</summary>
    public required IReadOnlyList<CaseSummary> Cases { get; init; }

    /// <summary>Ids of the cases that were planned and have not begun: the run was cut off.</summary>
    public required IReadOnlyList<string> NotBegun { get; init; }
}

/// <summary>One case.</summary>
public sealed record CaseSummary
{
    /// <summary>Names the case and its folder.</summary>
    public required string Id { get; init; }

    /// <summary>The mitigation's name.</summary>
    public required string Mitigation { get; init; }

    /// <summary>Name and factor as people read them.</summary>
    public required string Label { get; init; }

    /// <summary>Whether the others are compared with this one.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>The rate that was to be sent.</summary>
    public required double OfferedPerSecond { get; init; }

    /// <summary>How long it was to be sent.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Whether the case says anything.</summary>
    public required bool Valid { get; init; }

    /// <summary>Why it doesn't.</summary>
    public required IReadOnlyList<string> InvalidReasons { get; init; }

    /// <summary>The hop that these figures are of: the one that was predicted to run out first, else the one to the backends.</summary>
    public required string Hop { get; init; }

    /// <summary>Ports of that hop, over all tuples.</summary>
    public required long CapacityPorts { get; init; }

    /// <summary>How long a connection keeps a port from being used again.</summary>
    public required double HoldSeconds { get; init; }

    /// <summary>What the formulas said before it ran.</summary>
    public required PredictedFigures Predicted { get; init; }

    /// <summary>What was measured.</summary>
    public required MeasuredFigures Measured { get; init; }

    /// <summary>Failures by stage and cause where they happened: at the proxy, or at a client that got no connection to it.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Failures as the clients saw them.</summary>
    public required IReadOnlyDictionary<string, long> ClientErrors { get; init; }

    /// <summary>The hop that ran out first, like <c>proxy→backend-1</c>; null where none did.</summary>
    public required string? ExhaustedHop { get; init; }

    /// <summary>What shows that the case's knobs acted: sysctls as read back, counters.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>The verdict, in the words of the scenario's expectations, or invalid.</summary>
    public required string Verdict { get; init; }

    /// <summary>The first failure came this many times as late as the baseline's; null where either has none.</summary>
    public required double? DelayFactor { get; init; }

    /// <summary>The verdict that the scenario expects; null where it expects none.</summary>
    public required string? Expected { get; init; }
}

/// <summary>What the formulas said.</summary>
/// <param name="OnsetSeconds">When the first connection fails; null: never.</param>
/// <param name="KneeSeconds">When half of the ports are taken; null: never.</param>
/// <param name="ThresholdPerSecond">The highest rate that never fails.</param>
public sealed record PredictedFigures(double? OnsetSeconds, double? KneeSeconds, double ThresholdPerSecond);

/// <summary>What was measured.</summary>
public sealed record MeasuredFigures
{
    /// <summary>When the first request failed.</summary>
    public required double? FirstFailureSeconds { get; init; }

    /// <summary>
    /// Connections that had been given a port by then. Where the clients ran out: by the first failure of each of them, all together.
    /// </summary>
    public required long? ConnectionsBeforeFirstFailure { get; init; }

    /// <summary>When connect() became slow.</summary>
    public required double? KneeSeconds { get; init; }

    /// <summary>Mean goodput over whole hold times after the first failure; null where the load did not last that long.</summary>
    public required double? ThresholdPerSecond { get; init; }

    /// <summary>Requests sent per second of load.</summary>
    public required double AchievedPerSecond { get; init; }

    /// <summary>Requests answered with 200, per second over the whole load.</summary>
    public required double OkPerSecond { get; init; }

    /// <summary>Requests that failed, per second over the whole load.</summary>
    public required double FailedPerSecond { get; init; }

    /// <summary>Requests answered with 200.</summary>
    public required long Ok { get; init; }

    /// <summary>Requests that failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Requests that were due and never sent, because the client was too late.</summary>
    public required long Unsent { get; init; }

    /// <summary>Most TIME_WAIT sockets that the proxy had at a sample.</summary>
    public required int PeakTimeWait { get; init; }

    /// <summary>TIME_WAIT sockets whose port the proxy took over: TcpExt TWRecycled.</summary>
    public required long TimeWaitRecycled { get; init; }

    /// <summary>Duration of the proxy's connect() calls.</summary>
    public required Percentiles? ConnectLatencyMicroseconds { get; init; }

    /// <summary>From the moment a request was due to its answer, of those answered with 200.</summary>
    public required Percentiles? RequestLatencyMicroseconds { get; init; }

    /// <summary>Busiest second of the machine: share of its processors' time, 0–1.</summary>
    public required double? PeakMachineBusy { get; init; }

    /// <summary>Processor time of the proxy's process, seconds per second of load.</summary>
    public required double? ProxyCpu { get; init; }
}

/// <summary>Percentiles of a latency, in microseconds.</summary>
/// <param name="P50">The median.</param>
/// <param name="P99">99 of 100 are not above it.</param>
public sealed record Percentiles(double P50, double P99);

/// <summary>The JSON of summary.json.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
