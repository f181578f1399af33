namespace Repro.Physics;

/// <summary>What a simulated load came to. Times in seconds since the load started.</summary>
internal sealed record SimulationResult
{
    /// <summary>When the first connection failed; null: none did.</summary>
    public double? OnsetSeconds { get; init; }

    /// <summary>Connections that were made before the first failure; all of them where there is none.</summary>
    public long ConnectionsBeforeFirstFailure { get; init; }

    /// <summary>Connections that were made.</summary>
    public long Ok { get; init; }

    /// <summary>Connections that found no port.</summary>
    public long Failed { get; init; }

    /// <summary>Connections that took a TIME_WAIT over: the counter TWRecycled.</summary>
    public long Recycled { get; init; }

    /// <summary>Ports that had a connection at any time, prefilled ones included.</summary>
    public long PortsEverUsed { get; init; }

    /// <summary>Most ports with a connection on them at a time, TIME_WAIT that may be taken over included: what sockstat counts.</summary>
    public long PeakHeld { get; init; }

    /// <summary>When half of all ports could not be had for the first time; null: never.</summary>
    public double? KneeSeconds { get; init; }

    /// <summary>The course, step by step without a gap, to the step of the last arrival.</summary>
    public required IReadOnlyList<SimulationPoint> Points { get; init; }
}

/// <summary>A step of a simulated load.</summary>
/// <param name="T">When the step begins, in seconds since the load started.</param>
/// <param name="Ok">Connections made within the step.</param>
/// <param name="Failed">Connections within the step that found no port.</param>
/// <param name="Held">Ports with a connection on them at the end of the step.</param>
internal readonly record struct SimulationPoint(double T, long Ok, long Failed, long Held);
