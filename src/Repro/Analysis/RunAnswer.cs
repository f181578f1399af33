using System.Text.Json.Serialization;

namespace Repro.Analysis;

/// <summary>What the cases of a run differ in, and with it what there is to say of the run first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnswerKind>))]
public enum AnswerKind
{
    /// <summary>When failures begin, and what mitigations change about that.</summary>
    Onsets,

    /// <summary>The hop that runs out, and at how many connections.</summary>
    Hops,

    /// <summary>How many connections are open while so many requests are under way.</summary>
    Concurrency,

    /// <summary>How long connect() looks for a port.</summary>
    Search,

    /// <summary>What an upstream with the article's range carries.</summary>
    Article,

    /// <summary>How many times as much a mitigation carries.</summary>
    Thresholds,

    /// <summary>Which rates are carried, and which are not.</summary>
    Rates,

    /// <summary>Whether services find their ports again when they are restarted.</summary>
    Restarts,
}

/// <summary>What answers a run's question; chosen by what its valid cases differ in, whatever the scenario is called.</summary>
/// <param name="Kind">What they differ in.</param>
/// <param name="Hops">Each hop that ran out, the one with the fewest connections first; empty unless they differ in that.</param>
/// <param name="ProxysShare">
/// Connections at which the proxy's ports towards the backends ran out, as a part of those at which the clients' ran out; null unless both
/// did.
/// </param>
/// <param name="Open">Requests under way and open connections of each case; empty unless they differ in how long requests take.</param>
public sealed record RunAnswer(AnswerKind Kind, IReadOnlyList<HopLimit> Hops, double? ProxysShare, IReadOnlyList<OpenConnections> Open);

/// <summary>A hop that ran out.</summary>
/// <param name="Label">The case.</param>
/// <param name="IsBaseline">Whether the others are compared with it.</param>
/// <param name="Hop">The hop.</param>
/// <param name="Connections">Connections that had been given a port when it ran out.</param>
/// <param name="Tuples">Its tuples.</param>
/// <param name="PortsPerTuple">Ports of each.</param>
/// <param name="Seconds">When it ran out.</param>
public sealed record HopLimit(string Label, bool IsBaseline, string Hop, long Connections, int Tuples, int PortsPerTuple, double Seconds);

/// <summary>Open connections of a case.</summary>
/// <param name="Label">The case.</param>
/// <param name="UnderWay">Requests under way at a time, were ports not to run out: rate × time until the answer.</param>
/// <param name="Established">Most connections to the backends in ESTABLISHED at a sample.</param>
/// <param name="Follows">Whether that is as many as there were requests under way; null where ports ran out.</param>
/// <param name="RanOutAt">Connections at which ports ran out; null where they did not.</param>
public sealed record OpenConnections(string Label, double UnderWay, int Established, bool? Follows, long? RanOutAt);
