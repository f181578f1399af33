using System.Text.Json.Serialization;

namespace Repro.Recording;

/// <summary>
/// What one host sent, or passed on, during one bin: a line of <c>load.ndjson</c> (clients) or <c>proxy.ndjson</c>. Counts of zero and
/// empty lists are left out.
/// </summary>
internal sealed record TrafficLine
{
    /// <summary>The host.</summary>
    public required string Host { get; init; }

    /// <summary>Start of the bin, in seconds since the load started.</summary>
    public double T { get; init; }

    /// <summary>Requests that became due (clients).</summary>
    public long Due { get; init; }

    /// <summary>Requests that were sent (clients), or received (proxy).</summary>
    public long Sent { get; init; }

    /// <summary>Requests that were never sent, because the client was too late for them.</summary>
    public long Unsent { get; init; }

    /// <summary>
    /// Times that requests were put on their way to a backend, or would have been had there been a connection: one for each request, and
    /// one for each retry (proxy).
    /// </summary>
    public long Attempts { get; init; }

    /// <summary>connect() calls that were given a local port.</summary>
    public long Connects { get; init; }

    /// <summary>Requests answered with 200.</summary>
    public long Ok { get; init; }

    /// <summary>Other outcomes, by stage and cause: <c>connect/EADDRNOTAVAIL</c>.</summary>
    public IReadOnlyDictionary<string, long>? Failed { get; init; }

    /// <summary>Failures of a kind that this host had not seen before.</summary>
    public IReadOnlyList<FirstFailure>? First { get; init; }

    /// <summary>By how much requests were sent later than they were due, in the form of the latencies below (clients).</summary>
    public IReadOnlyList<Bucket>? Lateness { get; init; }

    /// <summary>
    /// Latencies from the moment a request was due to its answer, as [nanoseconds, count] with the lower bound of a bucket.
    /// </summary>
    public IReadOnlyList<Bucket>? Latency { get; init; }

    /// <summary>Durations of the connect() call alone, in the same form: the port search and little else.</summary>
    public IReadOnlyList<Bucket>? ConnectLatency { get; init; }
}

/// <summary>The first failure of its kind at a host.</summary>
/// <param name="T">Seconds since the load started.</param>
/// <param name="Outcome">Stage and cause.</param>
/// <param name="Towards">What it was on its way to.</param>
/// <param name="ConnectsBefore">connect() calls of this host that had been given a port by then.</param>
internal sealed record FirstFailure(double T, string Outcome, string Towards, long ConnectsBefore)
{
    /// <summary>
    /// The outcome of a program that can't be asked, as the kernel knows it: all ports are taken, and no connection is opened any more.
    /// </summary>
    public const string AllTaken = "connect/all-taken";

    /// <summary>The outcome of such a program that ended with an error, and said itself that it had no address left.</summary>
    public const string SaidSo = "connect/said-so";

    /// <summary>Whether it stands for failures that nobody has counted.</summary>
    [JsonIgnore]
    public bool IsUncounted => Outcome is AllTaken or SaidSo;
}
