using Repro.Model;

namespace Repro.Planning;

/// <summary>What changes how connections to the backends are opened and closed.</summary>
internal static class ConnectionMitigations
{
    private const int PooledConnections = 64;

    public static IReadOnlyList<Mitigation> All { get; } =
    [
        new()
        {
            Name = "keep-alive",
            Summary = "whoever connects keeps up to 64 idle connections, for 60 s and 1,000 requests each",
            Apply = (conditions, _) => conditions.WithOpener(opener =>
                opener with { KeepAlive = opener.KeepAlive with { Connections = PooledConnections } }),
        },
        new()
        {
            Name = "rst-close",
            Summary = "connections are closed with a RST (SO_LINGER with a time of zero)",
            Apply = (conditions, _) => conditions.WithOpener(opener => opener with { Close = Closing.Rst }),
        },
        new()
        {
            Name = "backend-closes-first",
            Summary = "the backend closes after its answer, so that TIME_WAIT is the backend's",
            Apply = (conditions, _) => conditions with { Backends = conditions.Backends with { Closes = BackendClosing.First } },
        },
    ];
}
