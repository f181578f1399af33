using Repro.Model;

namespace Repro.Proxies.None;

/// <summary>No proxy at all: clients connect to the backends themselves, close first, with a FIN, and their ports run out.</summary>
internal sealed class NoneKind : IProxyKind
{
    public string Name => Model.Proxy.NoKind;

    // Whoever has a proxy's part.
    public string Title => "a client";

    public IReadOnlyList<ProxyMode> Modes => [ProxyMode.Http];

    public IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>();

    public bool PoolsByTuple => false;

    public bool LetsListenersIn => false;

    public bool TakesTurnsByClient => true;

    public bool ReportsRequestsWhenTheyEnd => false;

    public bool ClosesOnClients => false;

    public string ToCloseFirst => "clients.httpVersion: 1.1 or backends.closes: never";

    public string? DescriptorLimit => null;

    public IProxyProgram? Program => null;

    public IEnumerable<string> Refusals(Conditions conditions) =>
    [
        .. from key in conditions.Proxy.Said(new Model.Proxy())
           select $"there is no proxy (proxy.kind: none): say clients.{key} instead of proxy.{key}, as clients connect to the backends",
        .. conditions.Proxy.Transparent
            ? ["there is no proxy (proxy.kind: none) that could use its clients' addresses: leave proxy.transparent out"]
            : Array.Empty<string>(),
    ];

    public bool SpeaksHttp10ByDefault(Model.Proxy proxy) => false;

    public bool AsksToClose(Model.Proxy proxy) => false;

    public bool ResetsByItself(Model.Proxy proxy) => false;

    public IReadOnlyList<string> Echoes(Model.Proxy proxy) => [];
}
