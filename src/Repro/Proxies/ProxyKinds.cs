using Repro.Model;
using Repro.Proxies.Builtin;
using Repro.Proxies.Caddy;
using Repro.Proxies.Haproxy;
using Repro.Proxies.Nginx;
using Repro.Proxies.None;

namespace Repro.Proxies;

/// <summary>The kinds of proxies that there are. Whoever has the name of one finds it here, or learns which there are.</summary>
internal static class ProxyKinds
{
    /// <summary>All, the one that a scenario has unless it says otherwise first.</summary>
    public static IReadOnlyList<IProxyKind> All { get; } =
    [
        new BuiltinKind(), new NginxKind(), new HaproxyKind(), new CaddyKind(), new NoneKind(),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kind => kind.Name)];

    /// <summary>Those that are programs of their own.</summary>
    public static IEnumerable<IProxyProgram> Programs => All.Select(kind => kind.Program).OfType<IProxyProgram>();

    /// <summary>The kind of a name.</summary>
    /// <exception cref="ReproException">There is none.</exception>
    public static IProxyKind Of(string name) => All.FirstOrDefault(kind => kind.Name == name) ?? throw new ReproException(
        FailureKind.BadInput, $"There is no proxy '{name}'.", $"The proxies are: {string.Join(", ", Names)}.");

    /// <summary>The kind of a scenario's proxy.</summary>
    /// <exception cref="ReproException">There is none of this name.</exception>
    public static IProxyKind Of(Model.Proxy proxy) => Of(proxy.Kind);

    /// <summary>Everything that the conditions ask of their proxy and it can't do: a sentence each, with what to leave out.</summary>
    public static IEnumerable<string> Refusals(Conditions conditions)
    {
        var (kind, mode) = (Of(conditions.Proxy), conditions.Proxy.Mode);
        return
        [
            .. kind.Refusals(conditions),
            .. conditions.HasProxy ? CommonRefusals.OfClients(conditions.Clients) : [],
            .. kind.Modes.Contains(mode)
                ? Array.Empty<string>()
                : [$"proxy.mode is {mode.ToString().ToLowerInvariant()} for {NamesWith(mode)} alone"],
        ];
    }

    /// <summary>The names of those that can be in a mode: <c>haproxy</c>, or <c>nginx and haproxy</c>.</summary>
    public static string NamesWith(ProxyMode mode) =>
        string.Join(" and ", All.Where(kind => kind.Modes.Contains(mode)).Select(kind => kind.Name));
}
