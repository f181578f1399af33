using System.Net;
using Repro.Knobs;
using Repro.Model;
using Repro.Proxies;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>What conditions make of each role: what a client, the proxy and a backend are told.</summary>
internal static class RoleSpecs
{
    // Below every port range, so that no port that could run out is taken by a listener. Backends open no connections.
    public const int ProxyPort = 80;
    public const int FirstBackendPort = 81;

    /// <summary>The name of the proxy's host.</summary>
    public static string ProxyHost { get; } = HostRole.Proxy.Name(1);

    /// <summary>What client number <paramref name="index"/> of so many does.</summary>
    public static ClientSpec Client(Conditions conditions, Endpoint target, int index, int clients) => new()
    {
        Target = target,
        Arrivals = conditions.Load.Law,
        TimeoutSeconds = conditions.Load.Timeout.TotalSeconds,
        Index = index,
        Clients = clients,
    };

    /// <summary>What the proxy does.</summary>
    public static ProxySpec Proxy(Conditions conditions, Endpoint listen, IReadOnlyList<ProxySpec.Tuple> tuples) => new()
    {
        Listen = listen,
        Tuples = tuples,
        TimeoutSeconds = conditions.Load.Timeout.TotalSeconds,
        Bind = Bind(conditions.Proxy.Bind),
        Options = [.. KnobRegistry.All.SelectMany(knob => knob.SocketOptions(conditions))
            .Select(option => new SocketOption(option.Name, option.Level, option.Number, option.Value))],
        Transparent = conditions.Proxy.Transparent,
        SocketPorts = conditions.Proxy.SocketPorts is { } range ? new PortWindow(range.Low, range.High) : null,
        KeepAlive = conditions.Proxy.KeepAlive is { Connections: > 0 } pool
            ? new KeepAliveSpec(pool.Connections, pool.Idle.TotalSeconds, pool.Requests)
            : null,
        Http10 = conditions.Proxy.SpeaksHttp10,
        BackendClosesFirst = conditions.BackendsCloseFirst,
        Abort = conditions.Proxy.Close == Closing.Rst,
        Retries = conditions.Proxy.Retries,
    };

    /// <summary>What a backend does.</summary>
    public static BackendSpec Backend(Conditions conditions, IReadOnlyList<Endpoint> listen) => new(listen, conditions.Load.ResponseBytes)
    {
        DelaySeconds = conditions.Backends.Delay.TotalSeconds,
        Closes = conditions.Backends.Closes switch
        {
            BackendClosing.First => AnswerEnd.Closes,
            BackendClosing.Never => AnswerEnd.Waits,
            _ => AnswerEnd.AsAsked,
        },
        FinDelaySeconds = conditions.Backends.FinDelay.TotalSeconds,
    };

    /// <summary>The tuples of the proxy, in the order in which it uses them.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="targets">Where backends listen.</param>
    /// <param name="sources">Addresses of the proxy.</param>
    public static IEnumerable<ProxySpec.Tuple> Tuples(
        Conditions conditions, IReadOnlyList<Endpoint> targets, IReadOnlyList<IPAddress> sources)
    {
        var proxy = conditions.Proxy;
        if (proxy.Transparent)
        {
            var turn = ProxyKinds.Of(proxy).TakesTurnsByClient ? targets : TargetOrder.Of(targets, conditions.Clients.Count);
            return turn.Select(target => new ProxySpec.Tuple(null, target));
        }

        // Sources change fastest: where bind() picks the port, each has its own, and they have to run out together.
        var picksBoth = proxy.Bind == Binding.None && sources.Count == 1;
        return from target in targets
               from source in sources
               select new ProxySpec.Tuple(picksBoth ? null : new Endpoint(source, 0), target);
    }

    /// <summary>The ports of the proxy that are taken before the load starts, in the order in which they are filled.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="portsPerTuple">Ports that the proxy has towards each destination.</param>
    public static IReadOnlyList<int> Prefilled(Conditions conditions, int portsPerTuple)
    {
        var proxy = conditions.Proxy;
        var range = SocketRange.Window(proxy);
        return FillOrder.Of(
            new PortWindow(range.Low, range.High),
            [.. proxy.Sysctls.ReservedPorts.Select(hole => new PortWindow(hole.Low, hole.High))],
            (int)(portsPerTuple * conditions.PrefillPercent / 100),
            Bind(proxy.Bind));
    }

    /// <summary>The names of the hosts of a role.</summary>
    public static IReadOnlyList<string> Names(HostRole role, int count) =>
        [.. Enumerable.Range(1, count).Select(number => role.Name(number))];

    private static BindKind Bind(Binding binding) => binding switch
    {
        Binding.Port => BindKind.Port,
        Binding.Address => BindKind.NoPort,
        _ => BindKind.None,
    };
}
