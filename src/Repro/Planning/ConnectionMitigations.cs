using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>What changes how the proxy opens and closes its connections.</summary>
internal static class ConnectionMitigations
{
    private const int PooledConnections = 64;

    public static IReadOnlyList<Mitigation> All { get; } =
    [
        new()
        {
            Name = "keep-alive",
            Summary = "the proxy keeps up to 64 idle upstream connections, for 60 s and 1,000 requests each",
            Evidence = "fewer connections are opened than requests are sent",
            Words = new Dictionary<string, string> { ["nginx"] = "keepalive, with proxy_http_version 1.1", ["haproxy"] = "http-reuse, with pool-max-conn" },
            Cost = "idle connections on the backends; a request may meet one that the backend has just closed, and is sent again",
            Risk = "none for requests that may be repeated; a pool that is too small, or too few requests per connection, brings the churn back",
            Apply = (conditions, _) => conditions with
            {
                Proxy = conditions.Proxy with { KeepAlive = conditions.Proxy.KeepAlive with { Connections = PooledConnections } },
            },
        },
        new()
        {
            Name = "rst-close",
            Summary = "the proxy closes upstream connections with a RST (SO_LINGER with a time of zero)",
            Evidence = "no TIME_WAIT, and TcpExt TCPAbortOnData equals the closes",
            Words = new Dictionary<string, string> { ["haproxy"] = "option nolinger; mode http does it by itself" },
            Cost = "the backend sees an error instead of an end",
            Risk = "unsafe where data may still be on its way: a RST throws it away on both sides",
            Apply = (conditions, _) => conditions with { Proxy = conditions.Proxy with { Close = Closing.Rst } },
        },
        new()
        {
            Name = "backend-closes-first",
            Summary = "the backend closes after its answer, so that TIME_WAIT is the backend's",
            Evidence = "no TIME_WAIT on the proxy, one for each connection on the backends",
            Words = new Dictionary<string, string>
            {
                ["nginx"] = "proxy_http_version 1.0 and Connection close, the defaults before 1.29.7, ask for it",
                ["haproxy"] = "option http-server-close asks for it",
            },
            Cost = "memory of TIME_WAIT sockets on the backends, whose port is the listener's and does not run out",
            Risk = "safe; the backend takes a new SYN on a TIME_WAIT of its own only where sequence numbers or timestamps have moved on",
            Apply = (conditions, _) => conditions with { Backends = conditions.Backends with { Closes = BackendClosing.First } },
        },
    ];
}
