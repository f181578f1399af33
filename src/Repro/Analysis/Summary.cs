using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Repro.Analysis;

/// <summary><c>summary.json</c>: what was concluded from a run. Seconds, per second, ports; null where there is none.</summary>
public sealed record RunSummary
{
    /// <summary>The goal of a search for the highest rate that never fails.</summary>
    public const string ThresholdGoal = "threshold";

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

    /// <summary>What a TIME_WAIT timer is set to, as measured in a lab before the cases; null where that failed.</summary>
    public required double? TimeWaitSeconds { get; init; }

    /// <summary>What was looked for: onset or threshold.</summary>
    public required string Goal { get; init; }

    /// <summary>Versions of the foreign proxies that its cases use, by name.</summary>
    public required IReadOnlyDictionary<string, string> Proxies { get; init; }

    /// <summary>When the run began, UTC, ISO 8601.</summary>
    public required string Started { get; init; }

    /// <summary>Arguments that the program was given.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Version of the program that made the run.</summary>
    public required string Version { get; init; }

    /// <summary>The cases that have begun, in the order of the plan.</summary>
    public required IReadOnlyList<CaseSummary> Cases { get; init; }

    /// <summary>What each label carried and what it did not, where there is more than one rate or a measured threshold.</summary>
    public required IReadOnlyList<ThresholdSummary> Thresholds { get; init; }

    /// <summary>The two readings of the article's number; null where no case has the article's range.</summary>
    public required ArticleReading? Article { get; init; }

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

    /// <summary>Mitigation, factor and values of the matrix as people read them; cases of one label differ in their rate alone.</summary>
    public required string Label { get; init; }

    /// <summary>Values of the matrix other than the rate.</summary>
    public required string Point { get; init; }

    /// <summary>What the mitigation changes, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>When it is unsafe; null for one of the scenario's own.</summary>
    public required string? Risk { get; init; }

    /// <summary>Why it was not run, and is a prediction only; null for a case that was.</summary>
    public required string? PredictedOnly { get; init; }

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

    /// <summary>What was measured; null where the case is a prediction only.</summary>
    public required MeasuredFigures? Measured { get; init; }

    /// <summary>When the first request failed; null: none did, or nothing was measured.</summary>
    [JsonIgnore]
    public double? FirstFailureSeconds => Measured?.FirstFailureSeconds;

    /// <summary>Whether there is something to draw: a valid measurement.</summary>
    [JsonIgnore]
    [MemberNotNullWhen(true, nameof(Measured))]
    public bool HasFigures => Valid && Measured is not null;

    /// <summary>Both hops: what they could hold, and what they held.</summary>
    public required IReadOnlyList<HopSummary> Hops { get; init; }

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

    /// <summary>
    /// The first failure came this many times as late as the baseline's; where the verdict is eased, or worse at the same onset, that many
    /// times as many requests were answered. Null where there is nothing to compare.
    /// </summary>
    public required double? DelayFactor { get; init; }

    /// <summary>The verdict that the scenario expects; null where it expects none.</summary>
    public required string? Expected { get; init; }
}

/// <summary>What the formulas said.</summary>
/// <param name="OnsetSeconds">When the first connection fails; null: never.</param>
/// <param name="KneeSeconds">When half of the ports are taken; null: never.</param>
/// <param name="ThresholdPerSecond">The highest rate that never fails; null: there is none.</param>
/// <param name="TimeWaitRecycled">TIME_WAIT sockets that are taken over during the load; null where nothing is reused.</param>
public sealed record PredictedFigures(double? OnsetSeconds, double? KneeSeconds, double? ThresholdPerSecond, long? TimeWaitRecycled);

/// <summary>One leg of a request's way.</summary>
/// <param name="Name">Opening and accepting side.</param>
/// <param name="CapacityPorts">Ports × tuples.</param>
/// <param name="PeakPorts">Most ports in use at a sample, over all tuples.</param>
/// <param name="Tuples">Tuples that could have ports in use.</param>
/// <param name="FullTuples">Tuples that had all of their ports in use at a sample; one port may be in between.</param>
/// <param name="PredictedOnsetSeconds">When it was predicted to run out; null: never.</param>
public sealed record HopSummary(
    string Name, long CapacityPorts, long PeakPorts, int Tuples, int FullTuples, double? PredictedOnsetSeconds);

/// <summary>What the cases of one label say about the highest rate that never fails.</summary>
/// <param name="Label">The label.</param>
/// <param name="Hop">The hop that limits it.</param>
/// <param name="HoldSeconds">How long a connection keeps its port, as predicted.</param>
/// <param name="Tuples">Tuples that the rate is spread over.</param>
/// <param name="PredictedPerSecond">The predicted threshold; null: there is none.</param>
/// <param name="CarriedPerSecond">The highest rate that lasted for a whole hold time without a failure, below every one that failed.</param>
/// <param name="FailedPerSecond">The lowest rate at which ports ran out.</param>
/// <param name="GoodputPerSecond">Mean goodput over whole hold times after ports had run out, at the highest rate that has one.</param>
public sealed record ThresholdSummary(
    string Label,
    string Hop,
    double HoldSeconds,
    int Tuples,
    double? PredictedPerSecond,
    double? CarriedPerSecond,
    double? FailedPerSecond,
    double? GoodputPerSecond);

/// <summary>The article's number, about 230 requests/s towards one upstream, read in two ways.</summary>
/// <param name="PortsPerUpstream">Ports of a tuple.</param>
/// <param name="Held120">Ports held for FIN_WAIT_2 and TIME_WAIT, as where the peer's FIN comes late.</param>
/// <param name="Held60">Ports held for TIME_WAIT alone.</param>
public sealed record ArticleReading(int PortsPerUpstream, Reading Held120, Reading Held60);

/// <summary>What an upstream carries for a hold time.</summary>
/// <param name="HoldSeconds">The hold time.</param>
/// <param name="ThresholdPerSecond">Ports ÷ hold time.</param>
/// <param name="CarriedPerSecond">The highest rate per upstream that a case of this run carried; null: there was none.</param>
/// <param name="FailedPerSecond">The lowest rate per upstream at which a case of this run ran out; null: none did.</param>
public sealed record Reading(double HoldSeconds, double ThresholdPerSecond, double? CarriedPerSecond, double? FailedPerSecond);

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

    /// <summary>
    /// How long a port was kept from being used again, on average: the time after the first failure in which every port was used once more,
    /// over as many times as that happened; null where the load did not last that long.
    /// </summary>
    public required double? HoldSeconds { get; init; }

    /// <summary>What the freshest TIME_WAIT of the proxy had left on its timer, in seconds; null where there was none.</summary>
    public required double? TimeWaitLeftSeconds { get; init; }

    /// <summary>Mean goodput over whole hold times after the first failure, ports ÷ hold time as measured; null where there is none.</summary>
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

    /// <summary>Upstream connections that the proxy opened.</summary>
    public required long Connections { get; init; }

    /// <summary>Most upstream connections in ESTABLISHED at a sample.</summary>
    public required int PeakEstablished { get; init; }

    /// <summary>Most sockets of the proxy in FIN_WAIT_2 at a sample.</summary>
    public required int PeakFinWait2 { get; init; }

    /// <summary>Most TIME_WAIT that the proxy's connections to the backends had at a sample.</summary>
    public required int PeakTimeWait { get; init; }

    /// <summary>TIME_WAIT sockets whose port the proxy took over: TcpExt TWRecycled.</summary>
    public required long TimeWaitRecycled { get; init; }

    /// <summary>Duration of the proxy's connect() calls.</summary>
    public required Percentiles? ConnectLatencyMicroseconds { get; init; }

    /// <summary>The same by the share of ports that were taken, up to the first failure or the first port that came back.</summary>
    public required IReadOnlyList<OccupancyLatency> ConnectLatencyByOccupancy { get; init; }

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

/// <summary>Duration of connect() while a part of the ports was taken.</summary>
/// <param name="FromPercent">Ports taken, at least, in percent of all.</param>
/// <param name="ToPercent">Ports taken, less than.</param>
/// <param name="Connects">Calls.</param>
/// <param name="Microseconds">Their duration.</param>
public sealed record OccupancyLatency(double FromPercent, double ToPercent, long Connects, Percentiles Microseconds);

/// <summary>The JSON of summary.json.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class SummaryJson : JsonSerializerContext;
