namespace Repro.Progress;

/// <summary>A case at one moment of its run.</summary>
public sealed record CaseState
{
    /// <summary>Parts of the load that <see cref="FailedShares"/> has at its end.</summary>
    public const int Parts = 24;

    /// <summary>Names the case.</summary>
    public required string Id { get; init; }

    /// <summary>Mitigation, factor and values of the matrix as people read them; cases of one label differ in their rate alone.</summary>
    public required string Label { get; init; }

    /// <summary>What it is doing.</summary>
    public required CasePhase Phase { get; init; }

    /// <summary>Seconds of load so far.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Seconds that the load lasts.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Requests per second that are to be sent, over all clients.</summary>
    public required double OfferedPerSecond { get; init; }

    /// <summary>Requests answered per second, over the last second of which all is known.</summary>
    public required double OkPerSecond { get; init; }

    /// <summary>Requests that failed per second, over the same.</summary>
    public required double FailedPerSecond { get; init; }

    /// <summary>
    /// The load in <see cref="Parts"/> equal parts, as far as it has come: of the requests that ended in each, the share that failed, 0–1.
    /// </summary>
    public required IReadOnlyList<double> FailedShares { get; init; }

    /// <summary>The hop that is expected to run out first; the one to the backends where none is.</summary>
    public required string Hop { get; init; }

    /// <summary>Ports of that hop in use, in any state.</summary>
    public required long PortsInUse { get; init; }

    /// <summary>Those of them in TIME_WAIT.</summary>
    public required long PortsInTimeWait { get; init; }

    /// <summary>Ports of that hop.</summary>
    public required long CapacityPorts { get; init; }

    /// <summary>When the first connection is predicted to fail, in seconds of load, were it to go on; null: never.</summary>
    public required double? PredictedOnsetSeconds { get; init; }

    /// <summary>When the first request failed, in seconds of load; null: none has.</summary>
    public required double? FirstFailureSeconds { get; init; }

    /// <summary>What is to come of its ports, or has come, in a few words.</summary>
    public string Outlook => CaseOutlook.Of(this);
}
