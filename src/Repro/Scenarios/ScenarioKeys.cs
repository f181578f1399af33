using Repro.Model;
using Repro.Physics;
using Repro.Proxies;

namespace Repro.Scenarios;

/// <summary>Every key of a scenario: its place, its codec, its description.</summary>
internal static class ScenarioKeys
{
    public const string MitigationsKey = "mitigations";
    public const string MatrixKey = "matrix";

    private const int MaxClients = 128;
    private const int MaxBackends = 64;
    private const int MaxAddresses = 64;
    private const int MaxRetries = 10;

    private static readonly SysctlsCodec SysctlsCodec = new();

    private static readonly MappingCodec<Load> Load = new MappingCodec<Load>()
        .With("rate", Codecs.Rate, "Requests per second over all clients together; of a ramp or steps, the last.",
            load => load.Rate, (load, value) => load with { Rate = value })
        .With("arrivals", Codecs.Word<ArrivalKind>(), "How requests are spread over time.",
            load => load.Arrivals, (load, value) => load with { Arrivals = value })
        .With("from", Codecs.Rate, "The rate that a ramp or steps begin with.",
            load => load.From, (load, value) => load with { From = value })
        .With("steps", Codecs.Count(2, 1000), "Number of steps, each as long as the others.",
            load => load.Steps, (load, value) => load with { Steps = value })
        .With("burst", Codecs.Count(1, 100_000), "Requests of a burst, which come together.",
            load => load.Burst, (load, value) => load with { Burst = value })
        .With("seed", Codecs.Count(0, int.MaxValue), "What Poisson arrivals are drawn from.",
            load => load.Seed, (load, value) => load with { Seed = value })
        .With("duration", Codecs.Duration, "How long requests are sent.",
            load => load.Duration, (load, value) => load with { Duration = value })
        .With("timeout", Codecs.Duration, "After how long an unanswered request has failed, from the moment it was due.",
            load => load.Timeout, (load, value) => load with { Timeout = value })
        .With("response", Codecs.Size, "Size of an answer's body.",
            load => load.ResponseBytes, (load, value) => load with { ResponseBytes = value })
        .With(
            "command", Codecs.Command,
            "A program of your own that sends the load in each client's host, in place of the builtin client: a line, or a list of words. "
                + "In its words {target} and the like stand for what each client is to do.",
            load => load.Command, (load, value) => load with { Command = value });

    private static readonly MappingCodec<KeepAlive> KeepAlive = new MappingCodec<KeepAlive>()
        .With("connections", Codecs.Count(0, 10_000), "Most idle connections of a host, over all tuples; 0 for a connection per request.",
            pool => pool.Connections, (pool, value) => pool with { Connections = value })
        .With("idle", Codecs.Duration, "After how long without a request a connection is closed.",
            pool => pool.Idle, (pool, value) => pool with { Idle = value })
        .With("requests", Codecs.Count(1, 1_000_000_000), "After how many requests a connection is closed.",
            pool => pool.Requests, (pool, value) => pool with { Requests = value });

    private static readonly MappingCodec<Opener> Opener = new MappingCodec<Opener>()
        .With("retries", Codecs.Count(0, MaxRetries), "How many more tuples are tried where a connection to a backend can't be opened.",
            opener => opener.Retries, (opener, value) => opener with { Retries = value })
        .With("addresses", Codecs.Count(1, MaxAddresses), "Source addresses towards the backends, used in turn.",
            opener => opener.Addresses, (opener, value) => opener with { Addresses = value })
        .With(
            "bind", Codecs.Word<Binding>(),
            "Who picks the source port: connect() (none, address: IP_BIND_ADDRESS_NO_PORT), or bind() (port).",
            opener => opener.Bind, (opener, value) => opener with { Bind = value })
        .With("socketPorts", Codecs.OptionalPorts,
            "IP_LOCAL_PORT_RANGE of every socket towards the backends: first and last port, or none.",
            opener => opener.SocketPorts, (opener, value) => opener with { SocketPorts = value })
        .With(
            "httpVersion", Codecs.Word<HttpVersion>(version =>
                version switch { HttpVersion.Http10 => "1.0", HttpVersion.Http11 => "1.1", _ => "default" }),
            "Which HTTP is spoken with the backends: 1.0 asks them to close, 1.1 does not; default is what the program does unless told.",
            opener => opener.HttpVersion, (opener, value) => opener with { HttpVersion = value })
        .With("close", Codecs.Word<Closing>(), "How a connection to a backend is closed; never: not at all, as of a program that leaks.",
            opener => opener.Close, (opener, value) => opener with { Close = value })
        .With("keepAlive", KeepAlive, "Connections to the backends that are kept for further requests.",
            opener => opener.KeepAlive, (opener, value) => opener with { KeepAlive = value })
        .With("sysctls", SysctlsCodec, "Sysctls of the host, by the kernel's names.",
            opener => opener.Sysctls, (opener, value) => opener with { Sysctls = value });

    private static readonly MappingCodec<Clients> Clients = new MappingCodec<Clients>()
        .With("count", Codecs.Count(1, MaxClients), "Number of client hosts.",
            clients => clients.Count, (clients, value) => clients with { Count = value })
        .Including(Opener, clients => clients, (_, value) => (Clients)value);

    private static readonly MappingCodec<Proxy> Proxy = new MappingCodec<Proxy>()
        .With(
            "kind", Codecs.OneOf(ProxyKinds.Names),
            $"Which program the proxy is; {ChoiceCodec.Listed([.. ProxyKinds.Programs.Select(program => program.Name)], "and")} have to "
                + $"be installed. With {Model.Proxy.NoKind} there is no proxy: clients connect to the backends themselves.",
            proxy => proxy.Kind, (proxy, value) => proxy with { Kind = value })
        .With(
            "mode", Codecs.Word<ProxyMode>(),
            $"What it passes on: requests (http), or bytes (tcp, {ProxyKinds.NamesWith(ProxyMode.Tcp)} alone).",
            proxy => proxy.Mode, (proxy, value) => proxy with { Mode = value })
        .With(
            "transparent", Codecs.Flag,
            "Whether it connects to the backends from its clients' addresses (IP_TRANSPARENT), which takes routes.",
            proxy => proxy.Transparent, (proxy, value) => proxy with { Transparent = value })
        .Including(Opener, proxy => proxy, (_, value) => (Proxy)value);

    private static readonly MappingCodec<Backends> Backends = new MappingCodec<Backends>()
        .With("count", Codecs.Count(1, MaxBackends), "Number of backend hosts.",
            backends => backends.Count, (backends, value) => backends with { Count = value })
        .With("addresses", Codecs.Count(1, MaxAddresses), "Addresses of each backend.",
            backends => backends.Addresses, (backends, value) => backends with { Addresses = value })
        .With("ports", Codecs.Count(1, LabPorts.MostOfBackend), "Ports that each backend listens on, at each of its addresses.",
            backends => backends.Ports, (backends, value) => backends with { Ports = value })
        .With("delay", Codecs.DurationOrNone, "How long a backend takes to answer.",
            backends => backends.Delay, (backends, value) => backends with { Delay = value })
        .With(
            "closes", Codecs.Word<BackendClosing>(),
            "Whether the backend closes before the other side does: where it is asked to, never, or first in any case.",
            backends => backends.Closes, (backends, value) => backends with { Closes = value })
        .Formerly("closeFirst", Codecs.Flag,
            (backends, value) => backends with { Closes = value ? BackendClosing.First : BackendClosing.Never })
        .With("finDelay", Codecs.DurationOrNone, "How long after the other side's FIN the backend's follows.",
            backends => backends.FinDelay, (backends, value) => backends with { FinDelay = value })
        .With("idle", Codecs.DurationOrNone, "After how long without a request a backend closes a connection; 0: never.",
            backends => backends.Idle, (backends, value) => backends with { Idle = value })
        .With("sysctls", SysctlsCodec, "Sysctls of every backend, by the kernel's names.",
            backends => backends.Sysctls, (backends, value) => backends with { Sysctls = value });

    private static readonly MappingCodec<Network> Network = new MappingCodec<Network>()
        .With("family", Codecs.Word<IpFamily>(), "What the hosts' addresses are.",
            network => network.Family, (network, value) => network with { Family = value })
        .With(
            "path", Codecs.Word<NetworkPath>(path =>
                path switch { NetworkPath.Loopback => "loopback", NetworkPath.OwnAddress => "own-address", _ => "links" }),
            "Which way connections to the backends go: to hosts of their own (links), or on the client's own host, by 127/8 or ::1 "
                + "(loopback) or by its own addresses (own-address).",
            network => network.Path, (network, value) => network with { Path = value })
        .Short("family");

    private static readonly MappingCodec<Nat> Nat = new MappingCodec<Nat>()
        .With("ports", Codecs.Count(0, PortRanges.MaxPort - Model.Nat.FirstPort + 1),
            "Source ports of each of its addresses, towards each address and port of a backend; 0: there is no NAT.",
            nat => nat.Ports, (nat, value) => nat with { Ports = value })
        .With("addresses", Codecs.Count(1, MaxAddresses), "Its addresses.",
            nat => nat.Addresses, (nat, value) => nat with { Addresses = value })
        .With(
            "randomFully", Codecs.Flag, "Whether a port is drawn even where the connection's own would do.",
            nat => nat.RandomFully, (nat, value) => nat with { RandomFully = value })
        .Short("ports");

    private const string MomentKey = "at";

    private static readonly MappingCodec<Step> StepOfClients = new MappingCodec<Step>()
        .With("sysctls", SysctlsCodec, "Sysctls that every client is given then.",
            step => step.Clients, (step, value) => step with { Clients = value });

    private static readonly MappingCodec<Step> StepOfProxy = new MappingCodec<Step>()
        .With("sysctls", SysctlsCodec, "Sysctls that the proxy is given then.",
            step => step.Proxy, (step, value) => step with { Proxy = value });

    private static readonly MappingCodec<Step> StepOfBackends = new MappingCodec<Step>()
        .With("sysctls", SysctlsCodec, "Sysctls that every backend is given then.",
            step => step.Backends, (step, value) => step with { Backends = value })
        .With(
            "state", Codecs.Word<BackendState>(),
            "What becomes of the backends' programs: they end, as when they are killed (down), or are started again (up).",
            step => step.State, (step, value) => step with { State = value });

    private static readonly MappingCodec<Step> Step = new MappingCodec<Step>()
        .With(MomentKey, Codecs.Duration, "When, since the load started.",
            step => step.At, (step, value) => step with { At = value })
        .With("clients", StepOfClients, "What is changed on the clients.", step => step, (_, value) => value)
        .With("proxy", StepOfProxy, "What is changed on the proxy.", step => step, (_, value) => value)
        .With("backends", StepOfBackends, "What is changed on the backends.", step => step, (_, value) => value);

    private static readonly MappingCodec<Services> Services = new MappingCodec<Services>()
        .With("ports", new PortListCodec(), "Their ports on each such host, like 8080,9000-9099, or none.",
            services => services.Ports, (services, value) => services with { Ports = value })
        .With("restart", Codecs.Duration, "How long from a restart of a service to its next.",
            services => services.Restart, (services, value) => services with { Restart = value })
        .With("down", Codecs.Duration, "How long a restart leaves the port to others.",
            services => services.Down, (services, value) => services with { Down = value })
        .Short("ports");

    /// <summary>What a mitigation may change.</summary>
    public static MappingCodec<Conditions> Conditions { get; } = new MappingCodec<Conditions>()
        .With("load", Load, "What is sent.",
            conditions => conditions.Load, (conditions, value) => conditions with { Load = value })
        .With("clients", Clients, "The hosts that send it.",
            conditions => conditions.Clients, (conditions, value) => conditions with { Clients = value })
        .With("proxy", Proxy, "The host between clients and backends, whose ports run out; without one (kind: none) the clients' do.",
            conditions => conditions.Proxy, (conditions, value) => conditions with { Proxy = value })
        .With("backends", Backends, "The hosts that answer.",
            conditions => conditions.Backends, (conditions, value) => conditions with { Backends = value })
        .With("network", Network, "What joins the hosts; its family alone will do.",
            conditions => conditions.Network, (conditions, value) => conditions with { Network = value })
        .With("nat", Nat, "A host before the backends that connections come from, by a pool of its ports; its ports alone will do.",
            conditions => conditions.Nat, (conditions, value) => conditions with { Nat = value })
        .With("services", Services,
            "Services on the hosts that open the connections to the backends, restarted again and again; their ports alone will do.",
            conditions => conditions.Services, (conditions, value) => conditions with { Services = value })
        .With("prefill", Codecs.Percent,
            "Share of the ports of every tuple towards the backends that is in TIME_WAIT before the load starts.",
            conditions => conditions.PrefillPercent, (conditions, value) => conditions with { PrefillPercent = value })
        .With("steps", new StepsCodec(Step, MomentKey),
            "What is changed in the course of the load, and when: sysctls of hosts, and whether backends are there.",
            conditions => conditions.Steps, (conditions, value) => conditions with { Steps = value });

    /// <summary>A scenario file.</summary>
    public static MappingCodec<Scenario> Scenario { get; } = new MappingCodec<Scenario>()
        .With("name", Codecs.Name, "Names the results; the file's own name unless told.",
            scenario => scenario.Name, (scenario, value) => scenario with { Name = value })
        .With("question", Codecs.AnyText, "What the scenario is to answer.",
            scenario => scenario.Question, (scenario, value) => scenario with { Question = value })
        .Including(Conditions, scenario => scenario.Conditions, (scenario, value) => scenario with { Conditions = value })
        .With(MitigationsKey, new MitigationsCodec(), "What to compare; 'none' is the baseline.",
            scenario => scenario.Mitigations, (scenario, value) => scenario with { Mitigations = value })
        .With(MatrixKey, new MatrixCodec(), "Keys that take several values; every mitigation runs with every combination.",
            scenario => scenario.Matrix, (scenario, value) => scenario with { Matrix = value })
        .With("find", Codecs.Word<Goal>(), "What is looked for: when failures begin, or the highest rate that never fails.",
            scenario => scenario.Find, (scenario, value) => scenario with { Find = value })
        .With(
            "expect", new ExpectCodec(),
            "What is expected of each mitigation: a verdict, or figures with what each is to be. A run that differs exits with 1.",
            scenario => scenario.Expect, (scenario, value) => scenario with { Expect = value });
}
