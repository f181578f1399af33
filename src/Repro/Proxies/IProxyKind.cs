using Repro.Model;

namespace Repro.Proxies;

/// <summary>
/// A kind of proxy: all that differs between it and the others. There are no defaults, so that a new kind has to answer every question.
/// </summary>
internal interface IProxyKind
{
    /// <summary>Its word in scenarios, in images and on command lines.</summary>
    string Name { get; }

    /// <summary>Its name as people write it.</summary>
    string Title { get; }

    /// <summary>What it can understand of what it passes on.</summary>
    IReadOnlyList<ProxyMode> Modes { get; }

    /// <summary>
    /// What its own configuration calls a mitigation of the catalogue, by the mitigation's name; nothing for one that it has no word for.
    /// </summary>
    IReadOnlyDictionary<string, string> Words { get; }

    /// <summary>Whether it keeps the connections to each destination apart, and chooses the destination first.</summary>
    bool PoolsByTuple { get; }

    /// <summary>Whether sockets that it gives a source address have SO_REUSEADDR, beside which a listener gets their ports.</summary>
    bool LetsListenersIn { get; }

    /// <summary>Whether it takes the backends in turn for each client, or else in one turn for all.</summary>
    bool TakesTurnsByClient { get; }

    /// <summary>Whether it tells of a request only when that has ended, or else as soon as it has taken it.</summary>
    bool ReportsRequestsWhenTheyEnd { get; }

    /// <summary>
    /// Whether it may close a client's connection before the client does, and so has a TIME_WAIT that is not of a backend's.
    /// </summary>
    bool ClosesOnClients { get; }

    /// <summary>
    /// What of a scenario has it close before its backends where it asks them to close first: <c>backends.closes: never</c>.
    /// </summary>
    string ToCloseFirst { get; }

    /// <summary>What a process of it runs out of, in its own words, besides the descriptors that it may have; null for nothing.</summary>
    string? DescriptorLimit { get; }

    /// <summary>The program that it is; null for the one that is part of this program, and runs in the proxy's node.</summary>
    IProxyProgram? Program { get; }

    /// <summary>
    /// Everything that the conditions ask of it and it can't do, or would do otherwise: a sentence each, with what to leave out.
    /// </summary>
    IEnumerable<string> Refusals(Conditions conditions);

    /// <summary>Whether it speaks HTTP/1.0 with its backends unless told.</summary>
    bool SpeaksHttp10ByDefault(Model.Proxy proxy);

    /// <summary>Whether its HTTP/1.1 requests say <c>Connection: close</c>.</summary>
    bool AsksToClose(Model.Proxy proxy);

    /// <summary>Whether the connections to backends that it closes end with a RST without being told.</summary>
    bool ResetsByItself(Model.Proxy proxy);

    /// <summary>The outcomes that a client sees of a request that failed at the proxy, which says itself why it did.</summary>
    IReadOnlyList<string> Echoes(Model.Proxy proxy);
}
