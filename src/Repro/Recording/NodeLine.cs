namespace Repro.Recording;

/// <summary>A line that a node writes to its standard output: one of these, the others null.</summary>
internal sealed record NodeLine
{
    /// <summary>The node is listening, or able to send: the name of the clock that it goes by.</summary>
    public string? Ready { get; init; }

    /// <summary>What its clock says, as it was asked: CLOCK_MONOTONIC in nanoseconds.</summary>
    public long? Clock { get; init; }

    /// <summary>What the machine is like (the answer to a survey).</summary>
    public MachineSurvey? Survey { get; init; }

    /// <summary>What a host that opens connections to the backends found when it was set up.</summary>
    public OpenerFacts? Opener { get; init; }

    /// <summary>A bin of traffic.</summary>
    public TrafficLine? Traffic { get; init; }

    /// <summary>A sample.</summary>
    public SocketsLine? Sockets { get; init; }

    /// <summary>What a restart of a service met.</summary>
    public RestartLine? Restart { get; init; }

    /// <summary>A line that the program said which sends the load (clients with a command).</summary>
    public string? Said { get; init; }

    /// <summary>How that program ended.</summary>
    public CommandFacts? Command { get; init; }

    /// <summary>What came of a step of its host.</summary>
    public StepFacts? Step { get; init; }

    /// <summary>True: the load is over, every request ended (clients).</summary>
    public bool Done { get; init; }

    /// <summary>The node has nothing more to say.</summary>
    public NodeEnd? End { get; init; }
}

/// <summary>The node is done.</summary>
/// <param name="Dropped">Lines that were lost because nobody read them in time.</param>
internal sealed record NodeEnd(long Dropped);
