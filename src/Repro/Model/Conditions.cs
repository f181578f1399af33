using Repro.Physics;

namespace Repro.Model;

/// <summary>Everything that a mitigation may change: topology, sysctls and load. The defaults are the article's topology.</summary>
public sealed record Conditions
{
    /// <summary>What is sent.</summary>
    public Load Load { get; init; } = new();

    /// <summary>The hosts that send it.</summary>
    public Clients Clients { get; init; } = new();

    /// <summary>The host between them and the backends, whose ports run out; or that there is none, and clients run out.</summary>
    public Proxy Proxy { get; init; } = new();

    /// <summary>The hosts that answer.</summary>
    public Backends Backends { get; init; } = new();

    /// <summary>What joins them.</summary>
    public Network Network { get; init; } = new();

    /// <summary>The host before the backends that gives connections addresses and ports of its own; or that there is none.</summary>
    public Nat Nat { get; init; } = new();

    /// <summary>Services on the hosts that open the connections to the backends; or that there are none.</summary>
    public Services Services { get; init; } = new();

    /// <summary>Percent of the ports of every tuple towards the backends that are in TIME_WAIT before the load starts.</summary>
    public double PrefillPercent { get; init; }

    /// <summary>What is changed in the course of the load.</summary>
    internal StepList Steps { get; init; } = StepList.None;

    /// <summary>Whether any host is given a value of a sysctl.</summary>
    internal bool Sets(string sysctl) =>
        Clients.Sysctls.Values.ContainsKey(sysctl)
            || Proxy.Sysctls.Values.ContainsKey(sysctl)
            || Backends.Sysctls.Values.ContainsKey(sysctl)
            || Steps.Sets(sysctl);

    /// <summary>Whether a proxy is between the clients and the backends.</summary>
    internal bool HasProxy => Proxy.Kind != Proxy.NoKind;

    /// <summary>Whether a NAT is before the backends.</summary>
    internal bool HasNat => Nat.Ports > 0;

    /// <summary>Whether services listen beside what opens the connections to the backends.</summary>
    internal bool HasServices => Services.Ports.Count > 0;

    /// <summary>Addresses and ports at which backends are met.</summary>
    internal int DestinationCount => (int)Math.Min(int.MaxValue, (double)Backends.Count * Backends.Addresses * Backends.Ports);

    /// <summary>What the hosts are told that open the connections to the backends: the proxy, or the clients where there is none.</summary>
    internal Opener Opener => HasProxy ? Proxy : Clients;

    /// <summary>What those hosts are.</summary>
    internal HostRole OpenerRole => HasProxy ? HostRole.Proxy : HostRole.Client;

    /// <summary>How many they are.</summary>
    internal int Openers => HasProxy ? 1 : Clients.Count;

    /// <summary>Whether the backends are on the client's host.</summary>
    internal bool IsOneHost => Network.Path != NetworkPath.Links;

    /// <summary>Sysctls of the hosts that the backends are on.</summary>
    internal Sysctls PeerSysctls => IsOneHost ? Opener.Sysctls : Backends.Sysctls;

    /// <summary>From which age on connect() may take a port towards the backends over from TIME_WAIT, in seconds; null: never.</summary>
    internal double? ReuseDelaySeconds => Opener.Sysctls.ReuseDelayTowards(PeerSysctls, Network.Path == NetworkPath.Loopback);

    /// <summary>
    /// Whether a port that bind() has given out is taken over from its TIME_WAIT by connect(), at whatever age and whatever tcp_tw_reuse
    /// says: timestamps on both sides are all that it takes (tcp_twsk_unique, net/ipv4/tcp_ipv4.c).
    /// </summary>
    internal bool TakesOverBoundPorts => Opener.SharesBoundPorts && Opener.Sysctls.HasTimestamps && PeerSysctls.HasTimestamps;

    /// <summary>
    /// From which age on a port towards the backends is taken over from TIME_WAIT, in seconds; null: never. bind() gives out no port that
    /// is in TIME_WAIT, unless it may give out any.
    /// </summary>
    internal double? UpstreamReuseDelaySeconds => TakesOverBoundPorts ? 0
        : Opener.Bind == Binding.Port ? null
        : ReuseDelaySeconds;

    /// <summary>
    /// For how long whoever opens a connection to a backend waits at the most for an answer to its SYN, in seconds. A SYN is sent again
    /// after a second, and then after twice as long each time, or before (tcp_syn_linear_timeouts).
    /// </summary>
    internal double PatienceSeconds => Math.Min(
        Load.Timeout.TotalSeconds, Opener.Sysctls.SynRetries is { } retries ? Math.Pow(2, retries + 1) - 1 : double.PositiveInfinity);

    /// <summary>Source addresses of all connections to the backends.</summary>
    internal int Sources => Proxy.Transparent ? Clients.Count : Openers * Opener.Addresses;

    /// <summary>Whether the connections to the backends are opened by a program of the user's, each client's to one of them.</summary>
    internal bool OpensByCommand => !HasProxy && Load.Command is not null;

    /// <summary>Source addresses × destination addresses × destination ports of the connections to the backends.</summary>
    internal int Tuples => OpensByCommand
        ? Sources
        : (int)Math.Min(int.MaxValue, (double)Sources * Backends.Count * Backends.Addresses * Backends.Ports);

    /// <summary>The same with something else told to the hosts that open the connections to the backends.</summary>
    internal Conditions WithOpener(Func<Opener, Opener> change) => HasProxy
        ? this with { Proxy = (Proxy)change(Proxy) }
        : this with { Clients = (Clients)change(Clients) };

    /// <summary>A key of those hosts, as a scenario writes it: <c>proxy.bind</c>, <c>clients.bind</c>.</summary>
    internal string OpenerKey(string key) => $"{OpenerRole.All()}.{key}";
}

/// <summary>What addresses are.</summary>
public enum IpFamily
{
    /// <summary>Of 32 bits.</summary>
    Ipv4,

    /// <summary>Of 128 bits.</summary>
    Ipv6,
}

/// <summary>Which way connections to the backends go.</summary>
public enum NetworkPath
{
    /// <summary>To hosts of their own.</summary>
    Links,

    /// <summary>Within the client's host, to loopback addresses: 127/8, or ::1.</summary>
    Loopback,

    /// <summary>Within the client's host, to its own addresses, as those who know it by name do.</summary>
    OwnAddress,
}

/// <summary>The network of the hosts.</summary>
public sealed record Network
{
    /// <summary>What their addresses are.</summary>
    public IpFamily Family { get; init; } = IpFamily.Ipv4;

    /// <summary>Which way connections to the backends go: to other hosts, or within the client's own.</summary>
    public NetworkPath Path { get; init; } = NetworkPath.Links;
}

/// <summary>Who picks the source address and port of a connection, and when.</summary>
public enum Binding
{
    /// <summary>connect() picks both; with several addresses the same as <see cref="Address"/>.</summary>
    None,

    /// <summary>bind() to an address with IP_BIND_ADDRESS_NO_PORT: connect() picks the port, for each tuple on its own.</summary>
    Address,

    /// <summary>
    /// bind() to an address and port 0: bind() picks the port, which all destinations of the address share. Under ip_autobind_reuse=1 with
    /// SO_REUSEADDR, so that it may be given a port that is in use.
    /// </summary>
    Port,
}

/// <summary>Which HTTP is spoken with the backends.</summary>
public enum HttpVersion
{
    /// <summary>What the program does unless told.</summary>
    Default,

    /// <summary>HTTP/1.0 with <c>Connection: close</c>, which asks the backend to close after its answer.</summary>
    Http10,

    /// <summary>HTTP/1.1 without a word about closing.</summary>
    Http11,
}

/// <summary>Whether a backend closes a connection after its answer, before the side that opened it does.</summary>
public enum BackendClosing
{
    /// <summary>Where the request asks for it, by <c>Connection: close</c> or by HTTP/1.0 without keep-alive, as servers do.</summary>
    Asked,

    /// <summary>It waits for the other side to close, whatever was asked.</summary>
    Never,

    /// <summary>After each answer, asked or not.</summary>
    First,
}

/// <summary>How a connection is closed by the side that opened it.</summary>
public enum Closing
{
    /// <summary>With a FIN: its port goes to TIME_WAIT.</summary>
    Fin,

    /// <summary>With a RST (SO_LINGER with a time of zero): no TIME_WAIT.</summary>
    Rst,

    /// <summary>Not at all, as of a program that leaks.</summary>
    Never,
}

/// <summary>What the proxy understands of what it passes on.</summary>
public enum ProxyMode
{
    /// <summary>Requests and answers.</summary>
    Http,

    /// <summary>Bytes, and the ends of connections.</summary>
    Tcp,
}

/// <summary>What a host is told that opens connections: how it opens, keeps and closes them, and its sysctls.</summary>
public abstract record Opener
{
    /// <summary>How many more tuples it tries where a connection can't be opened.</summary>
    public int Retries { get; init; }

    /// <summary>Its source addresses.</summary>
    public int Addresses { get; init; } = 1;

    /// <summary>Who picks the source port, and when.</summary>
    public Binding Bind { get; init; } = Binding.None;

    /// <summary>IP_LOCAL_PORT_RANGE of every socket, or null for the host's own range.</summary>
    public PortRange? SocketPorts { get; init; }

    /// <summary>Which HTTP it speaks.</summary>
    public HttpVersion HttpVersion { get; init; } = HttpVersion.Default;

    /// <summary>How it closes its connections.</summary>
    public Closing Close { get; init; } = Closing.Fin;

    /// <summary>Connections that are kept for further requests.</summary>
    public KeepAlive KeepAlive { get; init; } = new();

    /// <summary>Sysctls of the host.</summary>
    public Sysctls Sysctls { get; init; } = Sysctls.None;

    /// <summary>Whether bind() may give its sockets ports that are in use: to each destination once.</summary>
    internal bool SharesBoundPorts => Bind == Binding.Port && Sysctls.ReusesBoundPorts;

    /// <summary>Keys of what is said of it: of what is not as it is unless told.</summary>
    /// <param name="unlessTold">One of which nothing is said.</param>
    internal IEnumerable<string> Said(Opener unlessTold) =>
        from pair in new (string Key, object? Own, object? Other)[]
        {
            ("retries", Retries, unlessTold.Retries),
            ("addresses", Addresses, unlessTold.Addresses),
            ("bind", Bind, unlessTold.Bind),
            ("socketPorts", SocketPorts, unlessTold.SocketPorts),
            ("httpVersion", HttpVersion, unlessTold.HttpVersion),
            ("close", Close, unlessTold.Close),
            ("keepAlive", KeepAlive, unlessTold.KeepAlive),
            ("sysctls", Sysctls, unlessTold.Sysctls),
        }
        where !Equals(pair.Own, pair.Other)
        select pair.Key;
}

/// <summary>
/// The clients. A connection per request; the client closes first, after the answer. With a proxy between them and the backends, that and
/// their sysctls is all that there is to say of them.
/// </summary>
public sealed record Clients : Opener
{
    /// <summary>Number of client hosts.</summary>
    public int Count { get; init; } = 4;
}

/// <summary>The proxy. An upstream connection per request; the builtin one closes it first, so that TIME_WAIT is its own.</summary>
public sealed record Proxy : Opener
{
    /// <summary>The kind that a scenario has unless it says otherwise.</summary>
    internal const string DefaultKind = "builtin";

    /// <summary>The kind of none at all: clients connect to the backends themselves.</summary>
    internal const string NoKind = "none";

    /// <summary>Which program it is, by the name of its kind.</summary>
    public string Kind { get; init; } = DefaultKind;

    /// <summary>What it understands of what it passes on.</summary>
    public ProxyMode Mode { get; init; } = ProxyMode.Http;

    /// <summary>Whether it connects to the backends from the address of the client that it does so for, and not from its own.</summary>
    public bool Transparent { get; init; }
}

/// <summary>The pool of connections that a host keeps open between requests.</summary>
public sealed record KeepAlive
{
    /// <summary>Most idle connections of a host, over all tuples; 0 for a connection per request.</summary>
    public int Connections { get; init; }

    /// <summary>After how long without a request a connection is closed.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After how many requests a connection is closed.</summary>
    public int Requests { get; init; } = 1000;
}

/// <summary>The backends. They answer, and close where they were asked to.</summary>
public sealed record Backends
{
    /// <summary>Number of backend hosts.</summary>
    public int Count { get; init; } = 2;

    /// <summary>Addresses of each backend.</summary>
    public int Addresses { get; init; } = 1;

    /// <summary>Ports that each backend listens on, at each of its addresses.</summary>
    public int Ports { get; init; } = 1;

    /// <summary>How long a backend takes to answer; the connection is ESTABLISHED meanwhile.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether the backend closes before the other side does, so that TIME_WAIT is the backend's.</summary>
    public BackendClosing Closes { get; init; } = BackendClosing.Asked;

    /// <summary>How long after the other side's FIN the backend's follows; that side's port is in FIN_WAIT_2 meanwhile.</summary>
    public TimeSpan FinDelay { get; init; }

    /// <summary>After how long without a request it closes a connection; zero: never.</summary>
    public TimeSpan Idle { get; init; }

    /// <summary>Sysctls of every backend.</summary>
    public Sysctls Sysctls { get; init; } = Sysctls.None;
}
