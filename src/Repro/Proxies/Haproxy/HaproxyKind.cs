using Repro.Model;
using Repro.Traffic;

namespace Repro.Proxies.Haproxy;

/// <summary>HAProxy.</summary>
internal sealed class HaproxyKind : IProxyKind, IProxyProgram
{
    public string Name => "haproxy";

    public string Title => "HAProxy";

    public IReadOnlyList<ProxyMode> Modes => [ProxyMode.Http, ProxyMode.Tcp];

    public IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["more-destinations"] = "server lines of the backend",
        ["backend-ports"] = "server lines of the backend",
        ["more-sources"] = "source ADDRESS",
        ["client-addresses"] = "source 0.0.0.0 usesrc clientip",
        ["keep-alive"] = "http-reuse, with pool-max-conn",
        ["rst-close"] = "option nolinger; mode http does it by itself",
        ["backend-closes-first"] = "option http-server-close asks for it",
    };

    public bool PoolsByTuple => true;

    // tcp_bind_socket() in src/proto_tcp.c, for every server with a source.
    public bool LetsListenersIn => true;

    public bool TakesTurnsByClient => false;

    public bool ReportsRequestsWhenTheyEnd => true;

    public bool ClosesOnClients => true;

    public string ToCloseFirst => "proxy.mode: tcp";

    public string? DescriptorLimit => null;

    public IProxyProgram? Program => this;

    public string BaseImage => "docker.io/library/haproxy:3.2-alpine";

    public IReadOnlyList<string> VersionArguments => ["-v"];

    public string ConfigurationName => "haproxy.cfg";

    public IEnumerable<string> Refusals(Conditions conditions)
    {
        var (proxy, isTcp) = (conditions.Proxy, IsTcp(conditions.Proxy));
        foreach (var refusal in CommonRefusals.OfPorts(Title, proxy))
        {
            yield return refusal;
        }

        if (proxy.HttpVersion == HttpVersion.Http10)
        {
            yield return "HAProxy speaks HTTP/1.1 with its backends: leave proxy.httpVersion out";
        }

        if (isTcp && proxy.KeepAlive.Connections > 0)
        {
            yield return "HAProxy keeps no connections in mode tcp, where it does not know of requests: leave proxy.keepAlive or "
                + "proxy.mode out";
        }

        if (!isTcp && proxy.KeepAlive is { Connections: > 0 } pool && pool.Requests != new KeepAlive().Requests)
        {
            yield return "HAProxy puts no end to a kept HTTP/1.1 connection by its requests (max-reuse is for HTTP/2): leave "
                + "proxy.keepAlive.requests out";
        }

        if (isTcp && conditions.Backends.FinDelay > TimeSpan.Zero)
        {
            yield return "HAProxy in mode tcp logs a connection only once the backend's FIN has come: leave backends.finDelay or "
                + "proxy.mode out";
        }
    }

    public bool SpeaksHttp10ByDefault(Model.Proxy proxy) => false;

    // Under option http-server-close.
    public bool AsksToClose(Model.Proxy proxy) => !IsTcp(proxy) && proxy.KeepAlive.Connections == 0;

    // It sets SO_LINGER to zero on every connection to a server that it closes in mode http.
    public bool ResetsByItself(Model.Proxy proxy) => !IsTcp(proxy);

    // Bytes have no status: the connection is closed, with a RST where the request had not been read.
    public IReadOnlyList<string> Echoes(Model.Proxy proxy) => IsTcp(proxy)
        ? ["read/closed", "read/ECONNRESET", "write/EPIPE", "write/ECONNRESET"]
        : ["http/502", "http/503", "http/504"];

    public string? ParseVersion(string said) => InstalledProgram.VersionAfterTheWord(said);

    public string Configure(ProxySpec spec, ProxyMode mode, int descriptors) =>
        HaproxyConfiguration.Render(spec, mode == ProxyMode.Tcp, descriptors);

    public IReadOnlyList<string> Arguments(string file, string folder) => ["-db", "-f", file];

    public IProxyLog OpenLog() => new HaproxyLog();

    private static bool IsTcp(Model.Proxy proxy) => proxy.Mode == ProxyMode.Tcp;
}
