using System.Text.RegularExpressions;
using Repro.Model;
using Repro.Traffic;

namespace Repro.Proxies.Caddy;

/// <summary>Caddy. Its connections are those of Go's <c>http.Transport</c>.</summary>
internal sealed partial class CaddyKind : IProxyKind, IProxyProgram
{
    public string Name => "caddy";

    public string Title => "Caddy";

    public IReadOnlyList<ProxyMode> Modes => [ProxyMode.Http];

    public IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["more-destinations"] = "addresses of reverse_proxy",
        ["backend-ports"] = "addresses of reverse_proxy",
        ["keep-alive"] = "keepalive of transport http, its default",
        ["backend-closes-first"] = "keepalive off asks for it",
    };

    public bool PoolsByTuple => true;

    public bool LetsListenersIn => false;

    public bool TakesTurnsByClient => false;

    public bool ReportsRequestsWhenTheyEnd => true;

    // It keeps the connection of a client that it answers with an error.
    public bool ClosesOnClients => false;

    public string ToCloseFirst => "backends.closes: never";

    public string? DescriptorLimit => null;

    public IProxyProgram? Program => this;

    public string BaseImage => "docker.io/library/caddy:2.10-alpine";

    public IReadOnlyList<string> VersionArguments => ["version"];

    public string ConfigurationName => "caddy.json";

    public IEnumerable<string> Refusals(Conditions conditions)
    {
        var proxy = conditions.Proxy;
        var isKept = proxy.KeepAlive.Connections > 0;
        if (proxy.SocketPorts is not null)
        {
            yield return CommonRefusals.SocketPorts(Title);
        }

        if (proxy.Bind != Binding.None || proxy.Addresses > 1)
        {
            yield return "Caddy (2.6) binds its connections to no address: leave proxy.bind and proxy.addresses out";
        }

        if (proxy.Transparent)
        {
            yield return "Caddy has no word for its clients' addresses as its own: leave proxy.transparent out";
        }

        if (proxy.Close == Closing.Rst)
        {
            yield return "Caddy has no word for closing upstream connections with a RST: leave proxy.close out";
        }

        if (proxy.HttpVersion == HttpVersion.Http10)
        {
            yield return "Caddy speaks HTTP/1.1 with its backends: leave proxy.httpVersion out";
        }

        if (proxy.HttpVersion == HttpVersion.Http11 && !isKept)
        {
            yield return "Caddy says Connection: close where it keeps no connections: say backends.closes: never, and leave "
                + "proxy.httpVersion out";
        }

        if (isKept && proxy.KeepAlive.Requests != new KeepAlive().Requests)
        {
            yield return "Caddy puts no end to a kept connection by its requests: leave proxy.keepAlive.requests out";
        }
    }

    public bool SpeaksHttp10ByDefault(Model.Proxy proxy) => false;

    // Under "keepalive off" (net/http, Transport.DisableKeepAlives).
    public bool AsksToClose(Model.Proxy proxy) => proxy.KeepAlive.Connections == 0;

    public bool ResetsByItself(Model.Proxy proxy) => false;

    public IReadOnlyList<string> Echoes(Model.Proxy proxy) => ["http/502", "http/503", "http/504"];

    public string? ParseVersion(string said) => Version().Match(said) is { Success: true } match ? match.Groups["version"].Value : null;

    public string Configure(ProxySpec spec, ProxyMode mode, int descriptors) => CaddyConfiguration.Render(spec);

    public IReadOnlyList<string> Arguments(string file, string folder) => ["run", "--config", file];

    public IProxyLog OpenLog() => new CaddyLog();

    // 2.6.2 of Debian's own build, v2.8.4 h1:… of others.
    [GeneratedRegex(@"^v?(?<version>\d+\.\d+[^\s]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Version();
}
