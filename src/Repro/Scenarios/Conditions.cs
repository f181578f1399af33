namespace Repro.Scenarios;

/// <summary>Everything that a mitigation may change: topology, sysctls and load. The defaults are the article's topology.</summary>
public sealed record Conditions
{
    /// <summary>What is sent.</summary>
    public Load Load { get; init; } = new();

    /// <summary>The hosts that send it.</summary>
    public Clients Clients { get; init; } = new();

    /// <summary>The host whose ports run out.</summary>
    public Proxy Proxy { get; init; } = new();

    /// <summary>The hosts that answer.</summary>
    public Backends Backends { get; init; } = new();
}

/// <summary>The load: an open model, in which requests come when they are due, whatever became of earlier ones.</summary>
public sealed record Load
{
    /// <summary>Requests per second over all clients together.</summary>
    public Rate Rate { get; init; } = new(500);

    /// <summary>How long requests are sent.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long an unanswered request has failed, counted from the moment it was due.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Size of an answer's body in bytes.</summary>
    public int ResponseBytes { get; init; } = 128;
}

/// <summary>The clients. A connection per request; the client closes first, after the answer.</summary>
public sealed record Clients
{
    /// <summary>Number of client hosts.</summary>
    public int Count { get; init; } = 4;

    /// <summary>Sysctls of every client.</summary>
    public Sysctls Sysctls { get; init; } = Sysctls.None;
}

/// <summary>The proxy. An upstream connection per request, which the proxy closes first, so that TIME_WAIT is its own.</summary>
public sealed record Proxy
{
    /// <summary>Source addresses towards the backends.</summary>
    public int Addresses { get; init; } = 1;

    /// <summary>Sysctls of the proxy.</summary>
    public Sysctls Sysctls { get; init; } = Sysctls.None;
}

/// <summary>The backends. They answer and wait for the other side to close.</summary>
public sealed record Backends
{
    /// <summary>Number of backend hosts.</summary>
    public int Count { get; init; } = 2;

    /// <summary>Addresses of each backend.</summary>
    public int Addresses { get; init; } = 1;

    /// <summary>Ports that each backend listens on, at each of its addresses.</summary>
    public int Ports { get; init; } = 1;

    /// <summary>Sysctls of every backend.</summary>
    public Sysctls Sysctls { get; init; } = Sysctls.None;
}
