using FsCheck;
using FsCheck.Fluent;
using Repro.Expectations;
using Repro.Model;
using Repro.Physics;
using Repro.Proxies;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

/// <summary>Scenarios of every shape.</summary>
internal static class Generated
{
    /// <summary>Conditions of which none is the default.</summary>
    public static Conditions Other { get; } = new()
    {
        Load = new Load
        {
            Rate = new Rate(0.25),
            Arrivals = ArrivalKind.Bursts,
            From = new Rate(0.125),
            Steps = 6,
            Burst = 7,
            Seed = 0,
            Duration = TimeSpan.FromMilliseconds(1500),
            Timeout = TimeSpan.FromHours(1),
            ResponseBytes = 0,
            Command = new CommandLine(["no such program", "it's", "", "{target}"]),
        },
        Clients = new Clients
        {
            Count = 1,
            Retries = 3,
            Addresses = 2,
            Bind = Binding.Port,
            SocketPorts = new PortRange(40100, 40199),
            HttpVersion = HttpVersion.Http11,
            Close = Closing.Rst,
            KeepAlive = new KeepAlive { Connections = 8, Idle = TimeSpan.FromMilliseconds(125), Requests = 2 },
            Sysctls = Sysctls.None.With("net.a", "1"),
        },
        Proxy = new Proxy
        {
            Kind = "haproxy",
            Mode = ProxyMode.Tcp,
            Retries = 2,
            Addresses = 3,
            Bind = Binding.Address,
            Transparent = true,
            SocketPorts = new PortRange(40000, 40099),
            HttpVersion = HttpVersion.Http10,
            Close = Closing.Rst,
            KeepAlive = new KeepAlive { Connections = 9, Idle = TimeSpan.FromMilliseconds(250), Requests = 1 },
            Sysctls = Sysctls.None.With("net.b", "2 3"),
        },
        Backends = new Backends
        {
            Count = 5,
            Addresses = 6,
            Ports = 7,
            Delay = TimeSpan.FromMilliseconds(20),
            Closes = BackendClosing.First,
            FinDelay = TimeSpan.FromSeconds(59),
            Idle = TimeSpan.FromSeconds(5),
            Sysctls = Sysctls.None.With("net.c", "x"),
        },
        Network = new Network { Family = IpFamily.Ipv6, Path = NetworkPath.Loopback },
        Nat = new Nat { Ports = 64, Addresses = 3, RandomFully = true },
        Services = new Services
        {
            Ports = [new PortRange(8080, 8080), new PortRange(9000, 9099)],
            Restart = TimeSpan.FromSeconds(3),
            Down = TimeSpan.FromSeconds(2),
        },
        PrefillPercent = 12.5,
        Steps = new StepList(
        [
            new Step { At = TimeSpan.FromMilliseconds(1250), State = BackendState.Down, Clients = Sysctls.None.With("net.d", "1") },
            new Step { At = TimeSpan.FromSeconds(2), Proxy = Sysctls.None.With("net.e", "2"), State = BackendState.Up },
            new Step { At = TimeSpan.FromSeconds(2), Backends = Sysctls.None.With("net.f", "3") },
        ]),
    };

    public static Gen<Scenario> Scenarios =>
        from name in Name
        from question in Question
        from conditions in Conditions
        from uses in Use.Listed(5)
        from axes in Axis.Listed(3)
        from goal in Gen.Elements(Enum.GetValues<Goal>())
        from expect in Expectation.Listed(3)
        select new Scenario
        {
            Name = name,
            Question = question,
            Conditions = conditions,
            Mitigations = uses,
            Matrix = [.. axes.DistinctBy(axis => axis.Key)],
            Find = goal,
            Expect = [.. expect.DistinctBy(expectation => expectation.Mitigation)],
        };

    public static Gen<Conditions> Conditions =>
        from load in Load
        from hosts in Gen.Choose(1, 32).Two()
        from clients in Opener
        from places in Gen.Choose(1, 64).Three()
        from sysctls in Sysctl.Three()
        from proxy in Proxy
        from backends in Backends
        from family in Gen.Elements(Enum.GetValues<IpFamily>())
        from path in Gen.Elements(Enum.GetValues<NetworkPath>())
        from nat in Gen.Choose(0, 64512).Zip(Gen.Choose(1, 64)).Zip(Gen.Elements(true, false))
        from services in Gen.Elements<IReadOnlyList<PortRange>>([], [new PortRange(1, 65535)], [new PortRange(9, 9), new PortRange(5, 7)])
        from times in Duration.Two()
        from prefill in Gen.Choose(0, 198).Select(halves => halves / 2.0)
        from steps in Step.Listed(3)
        select new Conditions
        {
            Load = load,
            Clients = (Clients)clients(new Clients { Count = hosts.Item1, Sysctls = sysctls.Item1 }),
            Proxy = proxy with { Addresses = places.Item1, Sysctls = sysctls.Item2 },
            Backends = backends with { Count = hosts.Item2, Addresses = places.Item2, Ports = places.Item3, Sysctls = sysctls.Item3 },
            Network = new Network { Family = family, Path = path },
            Nat = new Nat { Ports = nat.Item1.Item1, Addresses = nat.Item1.Item2, RandomFully = nat.Item2 },
            Services = new Services { Ports = services, Restart = times.Item1, Down = times.Item2 },
            PrefillPercent = prefill,
            Steps = new StepList([.. steps.OrderBy(step => step.At)]),
        };

    private static SourcePosition Anywhere => new(ScenarioText.File, 1, 1);

    private static Gen<string> Name => Gen.Elements("a", "tw-reuse", "wider-range", "0.5_x", "null", "true", "1e3", "no");

    private static Gen<string> Question =>
        from letters in Gen.Elements(
            'a', ' ', '"', '\'', '\\', '/', ':', '#', '\t', '\n', '<', '&', '+', 'é', '→', '{', '-', '\u0001', '\u2028')
            .Listed(12)
        select string.Concat(letters);

    private static Gen<TimeSpan> Duration => Gen.OneOf(
        Gen.Choose(1, 604_800).Select(seconds => TimeSpan.FromSeconds(seconds)),
        Gen.Choose(1, 10_000_000).Select(milliseconds => TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond)));

    private static Gen<TimeSpan> DurationOrNone => Gen.OneOf(Gen.Constant(TimeSpan.Zero), Duration);

    private static Gen<Rate> Rate =>
        from rate in Gen.OneOf(
            Gen.Choose(1, 1_000_000).Select(whole => (double)whole), Gen.Choose(1000, 1_000_000).Select(parts => parts / 1e6))
        select new Rate(rate);

    private static Gen<Load> Load =>
        from rates in Rate.Two()
        from arrivals in Gen.Elements(Enum.GetValues<ArrivalKind>())
        from steps in Gen.Choose(2, 1000)
        from burst in Gen.Choose(1, 100_000)
        from seed in Gen.Choose(0, int.MaxValue)
        from times in Duration.Two()
        from size in Gen.Choose(0, 1 << 20)
        from command in Gen.Elements(null, new CommandLine(["none", "{address}"]), new CommandLine(["a b", "", "it's \\", "{target}"]))
        select new Load
        {
            Rate = rates.Item1,
            Arrivals = arrivals,
            From = rates.Item2,
            Steps = steps,
            Burst = burst,
            Seed = seed,
            Duration = times.Item1,
            Timeout = times.Item2,
            ResponseBytes = size,
            Command = command,
        };

    private static Gen<Proxy> Proxy =>
        from kind in Gen.Elements<string>([.. ProxyKinds.Names])
        from mode in Gen.Elements(Enum.GetValues<ProxyMode>())
        from transparent in Gen.Elements(false, true)
        from opener in Opener
        select (Proxy)opener(new Proxy { Kind = kind, Mode = mode, Transparent = transparent });

    private static Gen<Func<Opener, Opener>> Opener =>
        from retries in Gen.Choose(0, 10)
        from bind in Gen.Elements(Enum.GetValues<Binding>())
        from ports in Gen.Elements<PortRange?>(null, new PortRange(1, 65535), new PortRange(40000, 40000))
        from version in Gen.Elements(Enum.GetValues<HttpVersion>())
        from close in Gen.Elements(Enum.GetValues<Closing>())
        from connections in Gen.Choose(0, 10_000)
        from idle in Duration
        from requests in Gen.Choose(1, 1_000_000_000)
        select (Func<Opener, Opener>)(opener => opener with
        {
            Retries = retries,
            Bind = bind,
            SocketPorts = ports,
            HttpVersion = version,
            Close = close,
            KeepAlive = new KeepAlive { Connections = connections, Idle = idle, Requests = requests },
        });

    private static Gen<Backends> Backends =>
        from times in DurationOrNone.Three()
        from closes in Gen.Elements(Enum.GetValues<BackendClosing>())
        select new Backends { Delay = times.Item1, Closes = closes, FinDelay = times.Item2, Idle = times.Item3 };

    private static Gen<Sysctls> Sysctl =>
        from chosen in Gen.Elements(
            (Sysctls.LocalPortRangeKey, "32768 33767"),
            (Sysctls.LocalReservedPortsKey, "33000,34000-34100"),
            (Sysctls.TcpTwReuseKey, "1"),
            (Sysctls.TcpMaxTwBucketsKey, "0"),
            (Sysctls.TcpFinTimeoutKey, "5"),
            ("net.core.somaxconn", "4096"),
            ("net.ipv4.tcp_congestion_control", "no")).Listed(4)
        select chosen.Aggregate(Sysctls.None, (sysctls, pair) => sysctls.With(pair.Item1, pair.Item2));

    private static Gen<Step> Step =>
        from at in Duration
        from sysctls in Sysctl.Three()
        from state in Gen.Elements(Enum.GetValues<BackendState>())
        select new Step { At = at, Clients = sysctls.Item1, Proxy = sysctls.Item2, Backends = sysctls.Item3, State = state };

    private static Gen<MitigationTerm> Term =>
        from name in Name
        from factor in Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(2, 64).Select(factor => (int?)factor))
        select new MitigationTerm(name, factor);

    private static Gen<List<MitigationTerm>> Terms =>
        from first in Term from others in Term.Listed(3) select (List<MitigationTerm>)[first, .. others];

    private static Gen<MitigationUse> Use => Gen.OneOf(
        from terms in Terms select new MitigationUse { Terms = terms, Position = Anywhere },
        from name in Name from terms in Terms select new MitigationUse { OwnName = name, Terms = terms, Position = Anywhere },
        from name in Name from change in Conditions select Own(name, change),
        from name in Name from terms in Terms from change in Conditions select Own(name, change) with { Terms = terms });

    private static Gen<MatrixAxis> Axis =>
        from axis in Gen.Elements(
            "load.rate: [1/s, 0.5/s, 30/min]",
            "load.arrivals: [poisson]",
            "backends.closes: [asked, never, first]",
            "backends.finDelay: [0, 59s]",
            "clients.count: [1, 2]",
            "proxy.socketPorts: [none, 40000 40099]",
            "proxy.sysctls.net.ipv4.ip_local_reserved_ports: ['33000, 34000-34100', 5]",
            "network.family: [ipv4, ipv6]",
            "network.path: [links, loopback, own-address]",
            "services.ports: ['8080,9000-9099', none]",
            "services.down: [100ms, 1s]",
            "prefill: [0%, 12.5%]")
        select ScenarioText.Parse($"matrix: {{ {axis} }}").Matrix[0];

    private static Gen<Expectation> Expectation =>
        from name in Name
        from figure in Gen.Elements(ExpectableFigures.All.ToArray())
        from verdict in Gen.Elements(Verdicts.Expectable.ToArray())
        select new Expectation(
            name, figure.Name, figure.Unit == FigureUnit.Verdict ? verdict : $">= {FigureText.Example(figure.Unit)}", Anywhere);

    private static MitigationUse Own(string name, Conditions change) =>
        ScenarioText.Parse($"mitigations: [{{ name: {name}, change: {ScenarioFile.ToJson(change).ToJsonString()} }}]").Mitigations[0];
}
