namespace Repro.Scenarios;

/// <summary>Every key of a scenario: its place, its kind, its description.</summary>
internal static class ScenarioShape
{
    private const int MaxHosts = 32;
    private const int MaxAddresses = 64;

    private static readonly SysctlsKind SysctlsKind = new();

    private static readonly Shape<Load> Load = new Shape<Load>()
        .With("rate", Kinds.Rate, "Requests per second over all clients together, at constant intervals.",
            load => load.Rate, (load, value) => load with { Rate = value })
        .With("duration", Kinds.Duration, "How long requests are sent.",
            load => load.Duration, (load, value) => load with { Duration = value })
        .With("timeout", Kinds.Duration, "After how long an unanswered request has failed, from the moment it was due.",
            load => load.Timeout, (load, value) => load with { Timeout = value })
        .With("response", Kinds.Size, "Size of an answer's body.",
            load => load.ResponseBytes, (load, value) => load with { ResponseBytes = value });

    private static readonly Shape<Clients> Clients = new Shape<Clients>()
        .With("count", Kinds.Count(1, MaxHosts), "Number of client hosts.",
            clients => clients.Count, (clients, value) => clients with { Count = value })
        .With("sysctls", SysctlsKind, "Sysctls of every client, by the kernel's names.",
            clients => clients.Sysctls, (clients, value) => clients with { Sysctls = value });

    private static readonly Shape<Proxy> Proxy = new Shape<Proxy>()
        .With("addresses", Kinds.Count(1, MaxAddresses), "Source addresses towards the backends, used in turn.",
            proxy => proxy.Addresses, (proxy, value) => proxy with { Addresses = value })
        .With("sysctls", SysctlsKind, "Sysctls of the proxy, by the kernel's names.",
            proxy => proxy.Sysctls, (proxy, value) => proxy with { Sysctls = value });

    private static readonly Shape<Backends> Backends = new Shape<Backends>()
        .With("count", Kinds.Count(1, MaxHosts), "Number of backend hosts.",
            backends => backends.Count, (backends, value) => backends with { Count = value })
        .With("addresses", Kinds.Count(1, MaxAddresses), "Addresses of each backend.",
            backends => backends.Addresses, (backends, value) => backends with { Addresses = value })
        .With("ports", Kinds.Count(1, MaxAddresses), "Ports that each backend listens on, at each of its addresses.",
            backends => backends.Ports, (backends, value) => backends with { Ports = value })
        .With("sysctls", SysctlsKind, "Sysctls of every backend, by the kernel's names.",
            backends => backends.Sysctls, (backends, value) => backends with { Sysctls = value });

    /// <summary>What a mitigation may change.</summary>
    public static Shape<Conditions> Conditions { get; } = new Shape<Conditions>()
        .With("load", Load, "What is sent.",
            conditions => conditions.Load, (conditions, value) => conditions with { Load = value })
        .With("clients", Clients, "The hosts that send it.",
            conditions => conditions.Clients, (conditions, value) => conditions with { Clients = value })
        .With("proxy", Proxy, "The host whose ports run out.",
            conditions => conditions.Proxy, (conditions, value) => conditions with { Proxy = value })
        .With("backends", Backends, "The hosts that answer.",
            conditions => conditions.Backends, (conditions, value) => conditions with { Backends = value });

    /// <summary>A scenario file.</summary>
    public static Shape<Scenario> Scenario { get; } = new Shape<Scenario>()
        .With("name", Kinds.Name, "Names the results; the file's own name unless told.",
            scenario => scenario.Name, (scenario, value) => scenario with { Name = value })
        .With("question", Kinds.AnyText, "What the scenario is to answer.",
            scenario => scenario.Question, (scenario, value) => scenario with { Question = value })
        .Including(Conditions, scenario => scenario.Conditions, (scenario, value) => scenario with { Conditions = value })
        .With("mitigations", new MitigationsKind(), "What to compare; 'none' is the baseline.",
            scenario => scenario.Mitigations, (scenario, value) => scenario with { Mitigations = value })
        .With("expect", new ExpectKind(), "Expected verdict by mitigation; a run that differs exits with 1.",
            scenario => scenario.Expect, (scenario, value) => scenario with { Expect = value });
}
