using Repro.Physics;

namespace Repro.Model;

/// <summary>The load: an open model, in which requests come when they are due, whatever became of earlier ones.</summary>
public sealed record Load
{
    /// <summary>Requests per second over all clients together; the rate at which a ramp or steps end.</summary>
    public Rate Rate { get; init; } = new(500);

    /// <summary>How the requests are spread over time.</summary>
    public ArrivalKind Arrivals { get; init; } = ArrivalKind.Constant;

    /// <summary>Where a ramp or steps begin.</summary>
    public Rate From { get; init; } = new(1);

    /// <summary>Number of steps, each as long as the others.</summary>
    public int Steps { get; init; } = 5;

    /// <summary>Requests of a burst, which come together.</summary>
    public int Burst { get; init; } = 50;

    /// <summary>What Poisson arrivals are drawn from: the same seed gives the same arrivals.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long requests are sent.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long an unanswered request has failed, counted from the moment it was due.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Size of an answer's body in bytes.</summary>
    public int ResponseBytes { get; init; } = 128;

    /// <summary>A program of the user's that sends the load in each client's host; null for the builtin client.</summary>
    public CommandLine? Command { get; init; }

    /// <summary>When requests are due.</summary>
    public ArrivalLaw Law => new()
    {
        Kind = Arrivals,
        RatePerSecond = Rate.PerSecond,
        DurationSeconds = Duration.TotalSeconds,
        FromPerSecond = From.PerSecond,
        Steps = Steps,
        BurstSize = Burst,
        Seed = Seed,
    };
}
