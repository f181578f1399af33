using System.Net;
using Repro.Knobs;
using Repro.Model;
using Repro.Proxies;
using Repro.Traffic;

namespace Repro.Nodes;

/// <summary>What conditions make of each role: what a client, the proxy and a backend are told.</summary>
internal static class RoleSpecs
{
    // In seconds, and in requests of a client: between those that come when they are due no connection is opened either.
    private const double LeastPatience = 0.25;
    private const double GapsOfPatience = 5;

    /// <summary>The name of the proxy's host.</summary>
    public static string ProxyHost { get; } = HostRole.Proxy.Name(1);

    /// <summary>
    /// What client number <paramref name="index"/> of so many does. With a proxy before the backends its connections are one for each
    /// request, closed first.
    /// </summary>
    public static ClientSpec Client(Conditions conditions, IReadOnlyList<OpenerSpec.Tuple> tuples, int index, int clients)
    {
        var spec = new ClientSpec
        {
            Tuples = tuples,
            TimeoutSeconds = conditions.Load.Timeout.TotalSeconds,
            Arrivals = conditions.Load.Law,
            Index = index,
            Clients = clients,
        };
        return conditions.HasProxy ? spec : Opening(spec, conditions);
    }

    /// <summary>The program that sends the load in place of client number <paramref name="index"/>; null for none.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="target">Where it sends to.</param>
    /// <param name="ports">How many ports it has for that.</param>
    /// <param name="index">The client's number, from 0.</param>
    /// <param name="clients">How many there are.</param>
    public static ClientCommand? Command(Conditions conditions, Endpoint target, long ports, int index, int clients) =>
        conditions.Load.Command is not { } command ? null : new ClientCommand(
            CommandPlaceholders.Fill(
                command, target.Address.ToString(), conditions.Network.Family == IpFamily.Ipv6, target.Port, conditions.Load, index + 1,
                clients),
            conditions.Load.Duration.TotalSeconds,
            target.ToString(),
            ports,
            LeastPatience + (GapsOfPatience * clients / conditions.Load.Rate.PerSecond));

    /// <summary>What the proxy does.</summary>
    public static ProxySpec Proxy(Conditions conditions, Endpoint listen, IReadOnlyList<OpenerSpec.Tuple> tuples) => Opening(
        new ProxySpec
        {
            Listen = listen,
            Tuples = tuples,
            TimeoutSeconds = conditions.Load.Timeout.TotalSeconds,
            Transparent = conditions.Proxy.Transparent,
        },
        conditions);

    /// <summary>What the NAT does.</summary>
    public static NatSpec Nat(Conditions conditions, IReadOnlyList<IPAddress> addresses)
    {
        var nat = conditions.Nat;
        return new NatSpec(
            addresses[0].ToString(), addresses[^1].ToString(), Model.Nat.FirstPort, Model.Nat.FirstPort + nat.Ports - 1, nat.RandomFully);
    }

    /// <summary>The services of host number <paramref name="index"/> of so many; null for none.</summary>
    public static ServicesSpec? Services(Conditions conditions, int index, int hosts) => !conditions.HasServices ? null : new ServicesSpec(
        [.. conditions.Services.Numbers],
        conditions.Network.Family == IpFamily.Ipv6,
        conditions.Services.Restart.TotalSeconds,
        conditions.Services.Down.TotalSeconds,
        conditions.Load.Duration.TotalSeconds,
        index,
        hosts);

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
        IdleSeconds = conditions.Backends.Idle.TotalSeconds,
    };

    /// <summary>What hosts of a role do in the course of the load.</summary>
    public static IReadOnlyList<NodeStep> Steps(Conditions conditions, HostRole role) =>
    [
        .. from step in conditions.Steps.All
           let serves = role != HostRole.Backend || step.State == BackendState.Same ? null : (bool?)(step.State == BackendState.Up)
           where step.SysctlsOf(role).Values.Count > 0 || serves is not null
           select new NodeStep(step.At.TotalSeconds, step.SysctlsOf(role).Values, serves),
    ];

    /// <summary>The tuples of a host towards the backends, in the order in which it uses them.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="targets">Where backends listen.</param>
    /// <param name="sources">Addresses of the host.</param>
    public static IEnumerable<OpenerSpec.Tuple> Tuples(
        Conditions conditions, IReadOnlyList<Endpoint> targets, IReadOnlyList<IPAddress> sources)
    {
        var proxy = conditions.Proxy;
        if (proxy.Transparent)
        {
            var turn = ProxyKinds.Of(proxy).TakesTurnsByClient ? targets : TargetOrder.Of(targets, conditions.Clients.Count);
            return turn.Select(target => new OpenerSpec.Tuple(null, target));
        }

        // Sources change fastest: where bind() picks the port, each has its own, and they have to run out together.
        var picksBoth = conditions.Opener.Bind == Binding.None && sources.Count == 1;
        return from target in targets
               from source in sources
               select new OpenerSpec.Tuple(picksBoth ? null : new Endpoint(source, 0), target);
    }

    /// <summary>The ports of a host that are taken before the load starts, in the order in which they are filled.</summary>
    /// <param name="conditions">The conditions.</param>
    /// <param name="portsPerTuple">Ports that it has towards each destination.</param>
    public static IReadOnlyList<int> Prefilled(Conditions conditions, int portsPerTuple)
    {
        var opener = conditions.Opener;
        var range = SocketRange.Window(opener);
        return FillOrder.Of(
            new PortWindow(range.Low, range.High),
            [.. opener.Sysctls.ReservedPorts.Select(hole => new PortWindow(hole.Low, hole.High))],
            (int)(portsPerTuple * conditions.PrefillPercent / 100),
            Bind(opener.Bind));
    }

    /// <summary>The names of the hosts of a role.</summary>
    public static IReadOnlyList<string> Names(HostRole role, int count) =>
        [.. Enumerable.Range(1, count).Select(number => role.Name(number))];

    // What the hosts that open the connections to the backends are told of them, whichever those are.
    private static T Opening<T>(T spec, Conditions conditions)
        where T : OpenerSpec
    {
        var opener = conditions.Opener;
        OpenerSpec one = spec;
        return (T)(one with
        {
            Bind = Bind(opener.Bind),
            Options = [.. KnobRegistry.All.SelectMany(knob => knob.SocketOptions(conditions))
                .Select(option => new SocketOption(option.Name, option.Level, option.Number, option.Value))],
            SocketPorts = opener.SocketPorts is { } range ? new PortWindow(range.Low, range.High) : null,
            KeepAlive = opener.KeepAlive is { Connections: > 0 } pool
                ? new KeepAliveSpec(pool.Connections, pool.Idle.TotalSeconds, pool.Requests)
                : null,
            Http10 = conditions.SpeaksHttp10,
            BackendClosesFirst = conditions.BackendsCloseFirst,
            Abort = opener.Close == Closing.Rst,
            Leaks = opener.Close == Closing.Never,
            Retries = opener.Retries,
        });
    }

    private static BindKind Bind(Binding binding) => binding switch
    {
        Binding.Port => BindKind.Port,
        Binding.Address => BindKind.NoPort,
        _ => BindKind.None,
    };
}
