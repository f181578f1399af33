using System.Net;
using Repro.Knobs;
using Repro.Labs;
using Repro.Model;
using Repro.Planning;
using Repro.Proxies;
using Repro.Recording;
using Repro.Scenarios;
using Repro.Traffic;

namespace Repro.Running;

/// <summary>A case's conditions as hosts and roles: clients, a proxy, backends.</summary>
internal static class Topology
{
    // Below every port range, so that no port that could run out is taken by a listener. Backends open no connections.
    public const int ProxyPort = 80;
    public const int FirstBackendPort = 81;

    // More than a load needs that comes and goes; what is open for longer is counted.
    private const int FewestDescriptors = 8192;

    /// <summary>The name of the proxy's host.</summary>
    public static string ProxyHost { get; } = HostRole.Proxy.Name(1);

    /// <summary>The hosts of a case.</summary>
    public static IReadOnlyList<HostSpec> Hosts(PlannedCase planned)
    {
        var conditions = planned.Conditions;
        return
        [
            .. Names(HostRole.Client, conditions.Clients.Count).Select(name => new HostSpec(name, 1, conditions.Clients.Sysctls.Values)),
            new HostSpec(ProxyHost, conditions.Proxy.Addresses, conditions.Proxy.Sysctls.Values)
            {
                StandsIn = conditions.Proxy.Transparent
                    ? new StandIn(Names(HostRole.Client, conditions.Clients.Count), Names(HostRole.Backend, conditions.Backends.Count))
                    : null,
            },
            .. Names(HostRole.Backend, conditions.Backends.Count)
                .Select(name => new HostSpec(name, conditions.Backends.Addresses, conditions.Backends.Sysctls.Values)),
        ];
    }

    /// <summary>The roles of a case, in the order of its hosts.</summary>
    /// <param name="planned">The case.</param>
    /// <param name="number">Its number in the run.</param>
    /// <param name="hosts">Its hosts as they came up.</param>
    public static IReadOnlyList<NodeSpec> Roles(PlannedCase planned, int number, IReadOnlyList<LabHost> hosts)
    {
        var phases = hosts.Select((host, index) => (host.Name, Phase: Phase((number * hosts.Count) + index))).ToDictionary();
        var conditions = planned.Conditions;
        var proxy = hosts.Single(host => host.Name == ProxyHost);
        var proxyAddress = $"{proxy.Addresses[0]}:{ProxyPort}";
        var ports = Enumerable.Range(FirstBackendPort, conditions.Backends.Ports).ToList();
        var backends = hosts.Where(host => HostRoles.Of(host.Name) == HostRole.Backend).ToList();
        var clients = hosts.Where(host => HostRoles.Of(host.Name) == HostRole.Client).ToList();

        // Neighbours in the list are different backends, so that the load is even over them at any moment.
        var targets = (from address in Enumerable.Range(0, conditions.Backends.Addresses)
                       from port in ports
                       from backend in backends
                       select $"{backend.Addresses[address]}:{port}").ToList();
        return
        [
            .. clients.Select((host, index) => new NodeSpec
            {
                Host = host.Name,
                SamplingPhase = phases[host.Name],
                Client = Client(conditions, proxyAddress, index, clients.Count),
            }),
            new NodeSpec
            {
                Host = ProxyHost,
                SamplingPhase = phases[ProxyHost],
                Proxy = Proxy(conditions, proxyAddress, [.. Tuples(conditions, targets, proxy.Addresses)]),
                LogOf = ProxyKinds.Of(conditions.Proxy).Program is null ? null : conditions.Proxy.Kind,
                Prefill = Prefilled(planned),
            },
            .. backends.Select(host => new NodeSpec
            {
                Host = host.Name,
                SamplingPhase = phases[host.Name],
                Backend = Backend(conditions, [.. host.Addresses.SelectMany(address => ports.Select(port => $"{address}:{port}"))]),
            }),
        ];
    }

    /// <summary>What is recorded of the case before it runs.</summary>
    public static CaseFile Describe(PlannedCase planned, IReadOnlyList<LabHost> hosts) => new()
    {
        Id = planned.Id,
        Mitigation = planned.Mitigation,
        Label = planned.Label,
        Point = planned.Point,
        Summary = planned.Summary,
        Risk = planned.Risk,
        PredictedOnly = planned.PredictedOnly,
        IsBaseline = planned.IsBaseline,
        Expected = planned.Expected,
        OfferedPerSecond = planned.Conditions.Load.Law.OfferedPerSecond,
        DurationSeconds = planned.Conditions.Load.Duration.TotalSeconds,
        Requests = planned.Conditions.Load.Law.Count(),
        BinSeconds = TrafficRecorder.BinNanoseconds / 1e9,
        SamplesPerSecond = Sampling.HostSampler.SamplesPerSecond,
        Hops = [.. planned.Prediction.Hops.Select(hop => new HopFacts(
            hop.Name,
            hop.PortsPerTuple,
            hop.Tuples,
            hop.CapacityPorts,
            hop.RequestsPerConnection,
            hop.HoldSeconds,
            hop.ThresholdPerSecond,
            hop.OnsetSeconds,
            hop.KneeSeconds,
            hop.SafePerSecond,
            hop.EarliestOnsetSeconds,
            hop.LatestOnsetSeconds,
            hop.DependsOn))],
        TimeWaitRecycled = planned.Prediction.TimeWaitRecycled,
        Hosts = [.. hosts.Select(host => new HostFacts(
            host.Name,
            [.. host.Addresses.Select(address => address.ToString())],
            [.. host.Sysctls.Select(sysctl => new SysctlFacts(sysctl.Name, sysctl.Asked, sysctl.Read))]))],
        Conditions = ScenarioFile.ToJson(planned.Conditions),
    };

    /// <summary>What client number <paramref name="index"/> of so many does.</summary>
    public static ClientSpec Client(Conditions conditions, string target, int index, int clients) => new()
    {
        Target = target,
        Arrivals = conditions.Load.Law,
        TimeoutSeconds = conditions.Load.Timeout.TotalSeconds,
        Index = index,
        Clients = clients,
    };

    /// <summary>What the proxy does.</summary>
    public static ProxySpec Proxy(Conditions conditions, string listen, IReadOnlyList<ProxySpec.Tuple> tuples) => new()
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

    /// <summary>The server that is the proxy; null for one that its node is.</summary>
    /// <param name="planned">The case.</param>
    /// <param name="spec">What the proxy does.</param>
    /// <param name="openFiles">Descriptors that it may have; null where that is not known.</param>
    public static ServerSpec? ProxyServer(PlannedCase planned, ProxySpec spec, int? openFiles)
    {
        var proxy = planned.Conditions.Proxy;
        if (ProxyKinds.Of(proxy).Program is not { } program)
        {
            return null;
        }

        var descriptors = Math.Min(openFiles ?? int.MaxValue, Math.Max(FewestDescriptors, OpenFiles.Needed(planned)));
        return new ServerSpec(program.Name, program.ConfigurationName, program.Configure(spec, proxy.Mode, descriptors), program.Arguments);
    }

    /// <summary>What a backend does.</summary>
    public static BackendSpec Backend(Conditions conditions, IReadOnlyList<string> listen) => new(listen, conditions.Load.ResponseBytes)
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

    private static IEnumerable<ProxySpec.Tuple> Tuples(Conditions conditions, IReadOnlyList<string> targets, IReadOnlyList<IPAddress> sources)
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
               select new ProxySpec.Tuple(picksBoth ? null : $"{source}:0", target);
    }

    private static BindKind Bind(Binding binding) => binding switch
    {
        Binding.Port => BindKind.Port,
        Binding.Address => BindKind.NoPort,
        _ => BindKind.None,
    };

    /// <summary>The ports of the proxy that are taken before the load starts, in the order in which they are filled.</summary>
    public static IReadOnlyList<int> Prefilled(PlannedCase planned)
    {
        var proxy = planned.Conditions.Proxy;
        var range = SocketRange.Window(proxy);
        return FillOrder.Of(
            new PortWindow(range.Low, range.High),
            [.. proxy.Sysctls.ReservedPorts.Select(hole => new PortWindow(hole.Low, hole.High))],
            (int)(planned.Prediction.Upstream.PortsPerTuple * planned.Conditions.PrefillPercent / 100),
            Bind(proxy.Bind));
    }

    // Multiples of the golden ratio lie apart from each other, however many there are.
    public static double Phase(int number) => number * 0.6180339887 % 1;

    /// <summary>The names of the hosts of a role.</summary>
    public static IReadOnlyList<string> Names(HostRole role, int count) => [.. Enumerable.Range(1, count).Select(number => role.Name(number))];
}
