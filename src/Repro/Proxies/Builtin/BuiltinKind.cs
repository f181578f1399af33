using Repro.Model;

namespace Repro.Proxies.Builtin;

/// <summary>
/// The proxy that is part of this program. It does all that a scenario can ask of a proxy for requests, and closes first, with a FIN.
/// </summary>
internal sealed class BuiltinKind : IProxyKind
{
    public string Name => Model.Proxy.DefaultKind;

    public string Title => "the builtin proxy";

    public IReadOnlyList<ProxyMode> Modes => [ProxyMode.Http];

    // What it is told are the keys of a scenario themselves.
    public IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>();

    public bool PoolsByTuple => false;

    public bool LetsListenersIn => false;

    public bool TakesTurnsByClient => true;

    public bool ReportsRequestsWhenTheyEnd => false;

    public bool ClosesOnClients => false;

    public string ToCloseFirst => "proxy.httpVersion: 1.1 or backends.closes: never";

    public string? DescriptorLimit => null;

    public IProxyProgram? Program => null;

    public IEnumerable<string> Refusals(Conditions conditions) => [];

    public bool SpeaksHttp10ByDefault(Model.Proxy proxy) => false;

    public bool AsksToClose(Model.Proxy proxy) => false;

    public bool ResetsByItself(Model.Proxy proxy) => false;

    public IReadOnlyList<string> Echoes(Model.Proxy proxy) => ["http/502"];
}
