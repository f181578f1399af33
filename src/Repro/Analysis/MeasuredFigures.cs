using System.Text.Json.Serialization;
using Repro.Physics;

namespace Repro.Analysis;

/// <summary>What was measured.</summary>
public sealed record MeasuredFigures
{
    /// <summary>When the first request failed.</summary>
    public required double? FirstFailureSeconds { get; init; }

    /// <summary>
    /// Connections that had been given a port by then. Where the clients ran out: by the first failure of each of them, all together.
    /// </summary>
    public required long? ConnectionsBeforeFirstFailure { get; init; }

    /// <summary>
    /// For how long requests were held up together, by whatever it was, before the first failure or else in the whole load.
    /// </summary>
    public required double JitterSeconds { get; init; }

    /// <summary>When connect() to the backends became slow, before the first failure; null: it did not.</summary>
    public required Knee? Knee { get; init; }

    /// <summary>
    /// How long a port was kept from being used again, on average: the time after the first failure in which every port was used once more,
    /// over as many times as that happened; null where the load did not last that long.
    /// </summary>
    public required double? HoldSeconds { get; init; }

    /// <summary>
    /// What the freshest TIME_WAIT of whoever connects to the backends had left on its timer, in seconds; null where there was none.
    /// </summary>
    public required double? TimeWaitLeftSeconds { get; init; }

    /// <summary>
    /// The threshold of the hop that ran out, as measured: ports ÷ hold time, which is what was answered over whole hold times once ports
    /// had run out; null where it was not measured.
    /// </summary>
    public required double? ThresholdPerSecond { get; init; }

    /// <summary>
    /// How far off that may be, up or down: by a bin of 0.1 s over the number of hold times, and by half a granule of the timer wheel.
    /// </summary>
    public required double? ThresholdPlusMinusPerSecond { get; init; }

    /// <summary>Whole hold times that it is a mean of.</summary>
    public required int ThresholdPeriods { get; init; }

    /// <summary>Why the threshold was not measured; null where it was.</summary>
    public required string? ThresholdNotMeasured { get; init; }

    /// <summary>Requests sent per second of load.</summary>
    public required double AchievedPerSecond { get; init; }

    /// <summary>Requests answered with 200, per second over the whole load.</summary>
    public required double OkPerSecond { get; init; }

    /// <summary>Requests that failed, per second over the whole load; null where nobody knows.</summary>
    public required double? FailedPerSecond { get; init; }

    /// <summary>
    /// Requests answered with 200; of a program of the user's that sends the load to the backends itself, connections that it opened.
    /// </summary>
    public required long Ok { get; init; }

    /// <summary>Requests that failed; null where nobody knows, as a program of the user's sent them.</summary>
    public required long? Failed { get; init; }

    /// <summary>Requests that were due and never sent, because the client was too late.</summary>
    public required long Unsent { get; init; }

    /// <summary>
    /// By how much requests were sent later than they were due; null where that was not recorded, as in runs that are older than this.
    /// </summary>
    public required Percentiles? SendLatenessMicroseconds { get; init; }

    /// <summary>Connections to the backends that were opened.</summary>
    public required long Connections { get; init; }

    /// <summary>Most upstream connections in ESTABLISHED at a sample.</summary>
    public required int PeakEstablished { get; init; }

    /// <summary>
    /// Most sockets in FIN_WAIT_2 at a sample, of whoever connects to the backends: of the proxy, or of the clients together.
    /// </summary>
    public required int PeakFinWait2 { get; init; }

    /// <summary>Most TIME_WAIT that connections to the backends had at a sample, on the side that opened them.</summary>
    public required int PeakTimeWait { get; init; }

    /// <summary>TIME_WAIT sockets whose port was taken over: TcpExt TWRecycled.</summary>
    public required long TimeWaitRecycled { get; init; }

    /// <summary>Duration of connect() calls to the backends.</summary>
    public required Percentiles? ConnectLatencyMicroseconds { get; init; }

    /// <summary>
    /// The same by the share of the ports towards the backends that were taken, up to the first failure or the first port that came back.
    /// </summary>
    public required IReadOnlyList<OccupancyLatency> ConnectLatencyByOccupancy { get; init; }

    /// <summary>From the moment a request was due to its answer, of those answered with 200.</summary>
    public required Percentiles? RequestLatencyMicroseconds { get; init; }

    /// <summary>Busiest second of the machine: share of its processors' time, 0–1.</summary>
    public required double? PeakMachineBusy { get; init; }

    /// <summary>How long a host's samples took: those of counters alone. Null where none was taken.</summary>
    public required Percentiles? SampleMicroseconds { get; init; }

    /// <summary>
    /// By how much a host's dump of all sockets came later than it was due, at most: it waits until nobody else wants the processor. Null
    /// where no dump had to, as in runs that are older than this.
    /// </summary>
    public required double? DumpLateSeconds { get; init; }

    /// <summary>Processor time of the proxy's process, seconds per second of load; null where there is none.</summary>
    public required double? ProxyCpu { get; init; }

    /// <summary>The same of all hosts of a role together, over the whole load: clients, proxy, backends.</summary>
    public required IReadOnlyDictionary<string, double> CpuByRole { get; init; }

    /// <summary>
    /// Times that requests were put on their way to a backend: one for each request, and one for each retry; null where none was counted,
    /// as in runs that are older than this.
    /// </summary>
    public required long? Attempts { get; init; }

    /// <summary>Attempts ÷ requests that were to reach a backend: what retries make of the load; null where none was counted.</summary>
    public required double? Amplification { get; init; }

    /// <summary>
    /// Most sockets of whoever connects to the backends in each TCP state at a sample. Those in ESTABLISHED are told apart by leg, as a
    /// request has one on each:
    /// "ESTABLISHED" are the connections to the backends.
    /// </summary>
    public required IReadOnlyDictionary<string, int> PeakStates { get; init; }

    /// <summary>
    /// When connections found no port, to a tenth of a second but for the first moment, where something was changed in the course of the
    /// load; null where nothing was.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FailingSpan>? Failing { get; init; }
}

/// <summary>Where connect() became slow.</summary>
/// <param name="Seconds">When, since the load started.</param>
/// <param name="TakenPercent">Ports that were taken by then, in percent of all; null where they were not sampled.</param>
/// <param name="BeforeMicroseconds">The median of its duration before that.</param>
/// <param name="AfterMicroseconds">The median from then on, until the first failure.</param>
public sealed record Knee(double Seconds, double? TakenPercent, double BeforeMicroseconds, double AfterMicroseconds);

/// <summary>Percentiles of a latency, in microseconds.</summary>
/// <param name="P50">The median.</param>
/// <param name="P99">99 of 100 are not above it.</param>
public sealed record Percentiles(double P50, double P99);

/// <summary>Duration of connect() while a part of the ports was taken.</summary>
/// <param name="FromPercent">Ports taken, at least, in percent of all.</param>
/// <param name="ToPercent">Ports taken, less than.</param>
/// <param name="Connects">How many calls there were.</param>
/// <param name="Microseconds">Their duration.</param>
public sealed record OccupancyLatency(double FromPercent, double ToPercent, long Connects, Percentiles Microseconds);
