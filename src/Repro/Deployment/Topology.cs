using Repro.Knobs;
using Repro.Labs;
using Repro.Model;
using Repro.Nodes;
using Repro.Planning;
using Repro.Proxies;
using Repro.Traffic;

namespace Repro.Deployment;

/// <summary>A case's conditions as hosts and roles: clients, a proxy unless there is none, backends.</summary>
internal static class Topology
{
    /// <summary>The hosts of a case.</summary>
    public static IReadOnlyList<HostSpec> Hosts(PlannedCase planned)
    {
        var conditions = planned.Conditions;
        return
        [
            .. RoleSpecs.Names(HostRole.Client, conditions.Clients.Count)
                .Select(name => new HostSpec(name, Placement.AddressesOfClient(conditions), conditions.Clients.Sysctls.Values)
                {
                    Runs = conditions.Load.Command?.Program,
                    WritesSysctls = Writes(conditions, HostRole.Client),
                }),
            .. conditions.HasProxy ? [ProxyHost(conditions)] : Array.Empty<HostSpec>(),
            .. conditions.HasNat ? [NatHost(conditions)] : Array.Empty<HostSpec>(),
            .. RoleSpecs.Names(HostRole.Backend, conditions.Backends.Count).Select(name => conditions.IsOneHost
                ? new HostSpec(name, 0, Sysctls.None.Values) { In = RoleSpecs.Names(HostRole.Client, 1)[0] }
                : new HostSpec(name, conditions.Backends.Addresses, conditions.Backends.Sysctls.Values)
                {
                    WritesSysctls = Writes(conditions, HostRole.Backend),
                }),
        ];
    }

    /// <summary>The roles of a case, in the order of its hosts.</summary>
    /// <param name="planned">The case.</param>
    /// <param name="number">Its number in the run.</param>
    /// <param name="hosts">Its hosts as they came up, with the addresses that they use.</param>
    public static IReadOnlyList<NodeSpec> Roles(PlannedCase planned, int number, IReadOnlyList<LabHost> hosts)
    {
        var phases = hosts.Select((host, index) => (host.Name, Phase: Phase((number * hosts.Count) + index))).ToDictionary();
        var conditions = planned.Conditions;
        var ports = Enumerable.Range(LabPorts.FirstBackend, conditions.Backends.Ports).ToList();
        var backends = hosts.Where(host => HostRoles.Of(host.Name) == HostRole.Backend).ToList();
        var clients = hosts.Where(host => HostRoles.Of(host.Name) == HostRole.Client).ToList();

        // Neighbours in the list are different backends, so that the load is even over them at any moment.
        var targets = (from address in Enumerable.Range(0, conditions.Backends.Addresses)
                       from port in ports
                       from backend in backends
                       select new Endpoint(backend.Addresses[address], port)).ToList();
        var prefilled = RoleSpecs.Prefilled(conditions, planned.Prediction.Upstream.PortsPerTuple);
        IReadOnlyList<OpenerSpec.Tuple> Tuples(LabHost host) => [.. RoleSpecs.Tuples(conditions, targets, host.Addresses)];
        var proxy = hosts.SingleOrDefault(host => host.Name == RoleSpecs.ProxyHost);
        var proxyAddress = proxy is null ? null : new Endpoint(proxy.Addresses[0], LabPorts.Proxy);

        // A program is told one address to send to: the clients take the backends in turn.
        IReadOnlyList<OpenerSpec.Tuple> TuplesOf(LabHost host, int index) =>
            proxyAddress is not null ? [new OpenerSpec.Tuple(null, proxyAddress)]
            : conditions.OpensByCommand ? [Tuples(host)[index % targets.Count]]
            : Tuples(host);
        return
        [
            .. clients.Select((host, index) => (host, index, tuples: TuplesOf(host, index))).Select(client => new NodeSpec
            {
                Host = client.host.Name,
                SamplingPhase = phases[client.host.Name],
                Client = RoleSpecs.Client(conditions, client.tuples, client.index, clients.Count),
                Command = RoleSpecs.Command(
                    conditions, client.tuples[0].Target, PortsOf(planned), client.index, clients.Count),
                Prefill = proxy is null ? prefilled : [],
                Steps = RoleSpecs.Steps(conditions, HostRole.Client),
                Services = proxy is null ? RoleSpecs.Services(conditions, client.index, clients.Count) : null,
            }),
            .. proxy is null ? Array.Empty<NodeSpec>() :
            [
                new NodeSpec
                {
                    Host = proxy.Name,
                    SamplingPhase = phases[proxy.Name],
                    Proxy = RoleSpecs.Proxy(conditions, proxyAddress!, Tuples(proxy)),
                    LogOf = ProxyKinds.Of(conditions.Proxy).Program is null ? null : conditions.Proxy.Kind,
                    Prefill = prefilled,
                    Steps = RoleSpecs.Steps(conditions, HostRole.Proxy),
                    Services = RoleSpecs.Services(conditions, 0, 1),
                },
            ],
            .. hosts.Where(host => HostRoles.Of(host.Name) == HostRole.Nat).Select(host => new NodeSpec
            {
                Host = host.Name,
                SamplingPhase = phases[host.Name],
                Nat = RoleSpecs.Nat(conditions, host.Addresses),
            }),
            .. backends.Select(host => new NodeSpec
            {
                Host = host.Name,
                SamplingPhase = phases[host.Name],
                Backend = RoleSpecs.Backend(
                    conditions, [.. host.Addresses.SelectMany(address => ports.Select(port => new Endpoint(address, port)))]),
                Steps = RoleSpecs.Steps(conditions, HostRole.Backend),
            }),
        ];
    }

    /// <summary>A share of a period, 0–1: multiples of the golden ratio lie apart from each other, however many there are.</summary>
    public static double Phase(int number) => number * 0.6180339887 % 1;

    // It passes on over the interface that it came by: nobody is to be told of the shorter way.
    private static HostSpec NatHost(Conditions conditions) => new(
        HostRole.Nat.Name(1),
        conditions.Nat.Addresses,
        new Dictionary<string, string>
        {
            ["net.ipv4.ip_forward"] = "1",
            ["net.ipv4.conf.all.send_redirects"] = "0",
            ["net.ipv4.conf.eth0.send_redirects"] = "0",
        })
    {
        Passes = new Passage(
            RoleSpecs.Names(conditions.OpenerRole, conditions.Openers), RoleSpecs.Names(HostRole.Backend, conditions.Backends.Count)),
    };

    // Those of a client's that a program is sure to get: of a range of odd size a search may miss one.
    private static int PortsOf(PlannedCase planned) => Math.Max(
        1, planned.Prediction.Hops[0].PortsPerTuple - (LocalPorts.IsOdd(planned.Conditions.Clients.Sysctls.LocalPorts) ? 1 : 0));

    private static bool Writes(Conditions conditions, HostRole role) =>
        conditions.Steps.All.Any(step => step.SysctlsOf(role).Values.Count > 0);

    private static HostSpec ProxyHost(Conditions conditions) =>
        new(RoleSpecs.ProxyHost, conditions.Proxy.Addresses, conditions.Proxy.Sysctls.Values)
        {
            WritesSysctls = Writes(conditions, HostRole.Proxy),
            StandsIn = conditions.Proxy.Transparent
                ? new StandIn(
                    RoleSpecs.Names(HostRole.Client, conditions.Clients.Count),
                    RoleSpecs.Names(HostRole.Backend, conditions.Backends.Count))
                : null,
        };
}
