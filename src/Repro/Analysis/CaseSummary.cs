using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Repro.Knobs;
using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Analysis;

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

    /// <summary>Why it doesn't, each reason with its kind.</summary>
    public required IReadOnlyList<InvalidReason> Invalid { get; init; }

    /// <summary>The words of <see cref="Invalid"/>.</summary>
    public IReadOnlyList<string> InvalidReasons => [.. Invalid.Select(reason => reason.Text)];

    /// <summary>Why chance decided, where the verdict is borderline; null for any other.</summary>
    public required string? Borderline { get; init; }

    /// <summary>What else is to be known of what was measured, where it is not as undisturbed as it could be.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Why there is no baseline to compare it with, where the verdict is not compared; null for any other.</summary>
    public string? NotCompared { get; init; }

    /// <summary>Why ports are free at once, so that they can't be seen to run out; null where they are held.</summary>
    public string? FreeAtOnce { get; init; }

    /// <summary>What of it is compared with the baseline.</summary>
    [JsonIgnore]
    internal VerdictFacts VerdictFacts { get; init; }

    /// <summary>
    /// The hop that these figures are of: the one that ran out, else the one that was predicted to run out first, else the one to the
    /// backends.
    /// </summary>
    public required string Hop { get; init; }

    /// <summary>Ports of that hop, over all tuples.</summary>
    public required long CapacityPorts { get; init; }

    /// <summary>How long a connection keeps a port from being used again.</summary>
    public required double HoldSeconds { get; init; }

    /// <summary>What was changed in the course of the load; null where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StepSummary>? Steps { get; init; }

    /// <summary>Hosts, addresses and port ranges.</summary>
    public required TopologySummary Topology { get; init; }

    /// <summary>What the formulas said before it ran.</summary>
    public required PredictedFigures Predicted { get; init; }

    /// <summary>What was measured; null where the case is a prediction only.</summary>
    public required MeasuredFigures? Measured { get; init; }

    /// <summary>What restarts of services met; null where there are none.</summary>
    public RestartSummary? Restarts { get; init; }

    /// <summary>The figures of <see cref="Hop"/>.</summary>
    [JsonIgnore]
    public HopSummary HopFigures => Hops.First(hop => hop.Name == Hop);

    /// <summary>When the first request failed; null: none did, or nothing was measured.</summary>
    [JsonIgnore]
    public double? FirstFailureSeconds => Measured?.FirstFailureSeconds;

    /// <summary>Whether there is something to draw: a valid measurement.</summary>
    [JsonIgnore]
    [MemberNotNullWhen(true, nameof(Measured))]
    public bool HasFigures => Valid && Measured is not null;

    /// <summary>Whether it is shown that no request fails: a load that ended before its onset has shown less.</summary>
    [JsonIgnore]
    public bool NeverFails =>
        HasFigures && FirstFailureSeconds is null
            && (Verdict is Verdicts.Carried or Verdicts.Averted or Verdicts.NotCompared || (Restarts is not null && !MayFailLater));

    // The load was over before ports were predicted to run out.
    private bool MayFailLater => (Predicted.LatestOnsetSeconds ?? Predicted.OnsetSeconds) > DurationSeconds;

    /// <summary>Both hops: what they could hold, and what they held.</summary>
    public required IReadOnlyList<HopSummary> Hops { get; init; }

    /// <summary>Failures by stage and cause where they happened: at the proxy, or at a client that got no connection to it.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>The outcomes among them that no step accounts for.</summary>
    [JsonIgnore]
    internal IReadOnlyList<string> Causes { get => field ?? [.. Errors.Keys]; init; }

    /// <summary>Failures as the clients saw them.</summary>
    public required IReadOnlyDictionary<string, long> ClientErrors { get; init; }

    /// <summary>Where a port was missing first, like <c>proxy→backend-1</c>; null where none was.</summary>
    public required string? ExhaustedHop { get; init; }

    /// <summary>
    /// Whether <see cref="Hop"/> ran out of ports; one that found none for a stray connection, and one for nearly all after it, did not.
    /// </summary>
    public required bool RanOut { get; init; }

    /// <summary>What shows that the case's knobs acted: sysctls as read back, counters.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>
    /// The same with what was looked at, and whether it is as it has to be: the sysctls of the hosts whose ports run out by their names,
    /// and what proves each
    /// knob.
    /// </summary>
    public required IReadOnlyList<Evidence> Proofs { get; init; }

    /// <summary>The verdict, in the words of the scenario's expectations, or invalid.</summary>
    public required string Verdict { get; init; }

    /// <summary>
    /// The first failure came this many times as late as the baseline's; where the verdict is eased, or worse at the same onset, that many
    /// times as many requests were answered. Null where there is nothing to compare.
    /// </summary>
    public required double? DelayFactor { get; init; }

    /// <summary>The verdict that the scenario expects; null where it expects none.</summary>
    public required string? Expected { get; init; }

    /// <summary>All that the scenario expects of it, the verdict included, and what came of that.</summary>
    public IReadOnlyList<JudgedExpectation> Expectations { get; init; } = [];

    /// <summary>What was expected and did not come out.</summary>
    [JsonIgnore]
    public IEnumerable<JudgedExpectation> Unmet => Expectations.Where(expectation => expectation.Outcome == ExpectationOutcome.NotMet);

    /// <summary>Whether it came out otherwise than the scenario expects.</summary>
    public bool IsUnexpected => Unmet.Any();
}

/// <summary>What the formulas said.</summary>
/// <param name="OnsetSeconds">When the first connection fails, on whichever hop; null: never.</param>
/// <param name="KneeSeconds">When half of the ports towards the backends are taken and connect() gets slow; null: never.</param>
/// <param name="ThresholdPerSecond">The highest constant rate that can be kept up on every hop; null: there is none.</param>
/// <param name="TimeWaitRecycled">TIME_WAIT sockets that are taken over during the load; null where nothing is reused.</param>
/// <param name="Hop">The hop that runs out first at this rate; the one to the backends where none does.</param>
/// <param name="LimitedBy">The hop whose threshold that is.</param>
/// <param name="SafePerSecond">
/// The highest rate at which none fails at any moment; null: there is none, or the run is older than this.
/// </param>
/// <param name="EarliestOnsetSeconds">From when on the first may fail; null: by <paramref name="OnsetSeconds"/>, or never.</param>
/// <param name="LatestOnsetSeconds">Until when the first has failed; null: by <paramref name="OnsetSeconds"/>, or it need not fail.</param>
/// <param name="DependsOn">What decides between the earliest onset and never; null where nothing does.</param>
public sealed record PredictedFigures(
    double? OnsetSeconds,
    double? KneeSeconds,
    double? ThresholdPerSecond,
    long? TimeWaitRecycled,
    string Hop,
    string LimitedBy,
    double? SafePerSecond = null,
    double? EarliestOnsetSeconds = null,
    double? LatestOnsetSeconds = null,
    string? DependsOn = null)
{
    /// <summary>When connections find no port, where something is changed in the course of the load; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FailingSpan>? Failing { get; init; }
}

/// <summary>One leg of a request's way.</summary>
/// <param name="Name">Opening and accepting side.</param>
/// <param name="PortsPerTuple">Ports of each tuple.</param>
/// <param name="CapacityPorts">Ports × tuples.</param>
/// <param name="HoldSeconds">How long a connection keeps a port from being used again.</param>
/// <param name="ThresholdPerSecond">The highest rate that never fails, as predicted; null: there is none.</param>
/// <param name="PeakPorts">Most ports in use at a sample, over all tuples.</param>
/// <param name="Tuples">Tuples that could have ports in use.</param>
/// <param name="FullTuples">Tuples that had all of their ports in use at a sample; one port may be in between.</param>
/// <param name="PredictedOnsetSeconds">When it was predicted to run out; null: never.</param>
/// <param name="PeakTimeWait">Most TIME_WAIT of its connections at a moment, over all hosts that open them.</param>
/// <param name="ReuseDelaySeconds">From which age on a TIME_WAIT is as good as a free port, as it may be taken over; null: never.</param>
public sealed record HopSummary(
    string Name,
    int PortsPerTuple,
    long CapacityPorts,
    double HoldSeconds,
    double? ThresholdPerSecond,
    long PeakPorts,
    int Tuples,
    int FullTuples,
    double? PredictedOnsetSeconds,
    int PeakTimeWait,
    double? ReuseDelaySeconds);

/// <summary>What a case's lab was made of.</summary>
/// <param name="Clients">Client hosts.</param>
/// <param name="ClientPorts">Their port range, like <c>32768–60999</c>.</param>
/// <param name="Proxy">Which program the proxy is; <c>none</c> where clients connect to the backends themselves.</param>
/// <param name="ProxyAddresses">Its source addresses towards the backends; of a transparent one the clients'; 0 without one.</param>
/// <param name="ProxyPorts">The range that its upstream connections take their ports from; empty where there is none.</param>
/// <param name="Backends">Backend hosts.</param>
/// <param name="BackendAddresses">Addresses of each.</param>
/// <param name="BackendPorts">Ports that each listens on, at each address.</param>
/// <param name="ClientAddresses">Source addresses of each client; null for one.</param>
/// <param name="Path">
/// Which way connections to backends on the client's own host go: <c>loopback</c> or <c>own-address</c>; null where they have their own.
/// </param>
/// <param name="NatPorts">Ports of each address of the NAT before the backends; null where there is none.</param>
/// <param name="NatAddresses">Its addresses; null where there is none.</param>
public sealed record TopologySummary(
    int Clients, string ClientPorts, string Proxy, int ProxyAddresses, string ProxyPorts, int Backends,
    int BackendAddresses, int BackendPorts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ClientAddresses = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Path = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? NatPorts = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? NatAddresses = null)
{
    /// <summary>Whether a proxy is between clients and backends.</summary>
    [JsonIgnore]
    public bool HasProxy => ProxyAddresses > 0;
}
