using Repro.Model;
using Repro.Traffic;

namespace Repro.Proxies.Nginx;

/// <summary>nginx.</summary>
internal sealed class NginxKind : IProxyKind, IProxyProgram
{
    public string Name => "nginx";

    public string Title => "nginx";

    public IReadOnlyList<ProxyMode> Modes => [ProxyMode.Http];

    public IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["more-destinations"] = "server lines of the upstream",
        ["backend-ports"] = "server lines of the upstream",
        ["more-sources"] = "proxy_bind $VARIABLE, with split_clients for the addresses",
        ["client-addresses"] = "proxy_bind $remote_addr transparent",
        ["keep-alive"] = "keepalive, with proxy_http_version 1.1 and proxy_set_header Connection \"\" before nginx 1.29.7",
        ["backend-closes-first"] = "proxy_http_version 1.0 and Connection close, the defaults before 1.29.7, ask for it",
    };

    public bool PoolsByTuple => true;

    public bool LetsListenersIn => false;

    public bool TakesTurnsByClient => false;

    public bool ReportsRequestsWhenTheyEnd => true;

    public bool ClosesOnClients => true;

    public string ToCloseFirst => "proxy.httpVersion: 1.1 or backends.closes: never";

    public string? DescriptorLimit => "worker_connections";

    public IProxyProgram? Program => this;

    public string BaseImage => "docker.io/library/nginx:1.28-alpine";

    public IReadOnlyList<string> VersionArguments => ["-v"];

    public string ConfigurationName => "nginx.conf";

    public IEnumerable<string> Refusals(Conditions conditions) =>
    [
        .. CommonRefusals.OfPorts(Title, conditions.Proxy),
        .. conditions.Proxy.Close == Closing.Rst
            ? ["nginx has no word for closing upstream connections with a RST: leave proxy.close out"]
            : Array.Empty<string>(),
    ];

    // Until 1.29.7, where it keeps no connections.
    public bool SpeaksHttp10ByDefault(Model.Proxy proxy) => proxy.KeepAlive.Connections == 0;

    public bool AsksToClose(Model.Proxy proxy) => false;

    public bool ResetsByItself(Model.Proxy proxy) => false;

    public IReadOnlyList<string> Echoes(Model.Proxy proxy) => ["http/502", "http/504"];

    public string? ParseVersion(string said) => InstalledProgram.VersionAfterTheWord(said);

    public string Configure(ProxySpec spec, ProxyMode mode, int descriptors) => NginxConfiguration.Render(spec, descriptors);

    public IReadOnlyList<string> Arguments(string file, string folder) => ["-p", folder, "-c", file];

    public IProxyLog OpenLog() => new NginxLog();
}
