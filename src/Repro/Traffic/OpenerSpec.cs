namespace Repro.Traffic;

/// <summary>
/// How a host opens, keeps and closes its connections: the proxy's to the backends, a client's to a proxy or to the backends.
/// </summary>
internal abstract record OpenerSpec
{
    /// <summary>The tuples, used in turn. A target comes several times where the turn of the clients of a proxy asks for it.</summary>
    public required IReadOnlyList<Tuple> Tuples { get; init; }

    /// <summary>
    /// After how long a request that is not answered is given up, in seconds: from the moment when it was due at a client, or came to the
    /// proxy.
    /// </summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>Who picks the local ports.</summary>
    public BindKind Bind { get; init; }

    /// <summary>What else is set on sockets before bind() and connect().</summary>
    public IReadOnlyList<SocketOption> Options { get => field ?? []; init; }

    /// <summary>
    /// Whether connections have the address of the client that they are opened for, which needs CAP_NET_ADMIN and routes; the tuples have
    /// no source then.
    /// </summary>
    public bool Transparent { get; init; }

    /// <summary>The port range of each socket, inside the namespace's, or null for the latter (IP_LOCAL_PORT_RANGE).</summary>
    public PortWindow? SocketPorts { get; init; }

    /// <summary>How connections are kept for more requests, or null for a connection for each.</summary>
    public KeepAliveSpec? KeepAlive { get; init; }

    /// <summary>
    /// Whether requests are in HTTP/1.0 with <c>Connection: close</c>, in place of HTTP/1.1 without a word about closing.
    /// </summary>
    public bool Http10 { get; init; }

    /// <summary>
    /// Whether this side waits after the last answer for the backend's FIN before it closes its own, for as long as
    /// <see cref="TimeoutSeconds"/>: then the TIME_WAIT is the backend's.
    /// </summary>
    public bool BackendClosesFirst { get; init; }

    /// <summary>Whether connections are closed with a RST.</summary>
    public bool Abort { get; init; }

    /// <summary>Whether connections are never closed by this side once they have answered, as of a program that leaks.</summary>
    public bool Leaks { get; init; }

    /// <summary>How many more tuples are tried for a request whose connection can't be opened.</summary>
    public int Retries { get; init; }

    /// <summary>A way to a backend, or to the proxy.</summary>
    /// <param name="Source">The address to bind to, with port 0, or null to let the kernel choose.</param>
    /// <param name="Target">The other end.</param>
    internal sealed record Tuple(Endpoint? Source, Endpoint Target);
}

/// <summary>How connections are kept for more requests.</summary>
/// <param name="Connections">The most that wait for a request at a time, over all tuples; one that finds no room is closed.</param>
/// <param name="IdleSeconds">After how long without a request a connection is closed.</param>
/// <param name="Requests">After how many requests a connection is closed.</param>
internal sealed record KeepAliveSpec(int Connections, double IdleSeconds, int Requests);
