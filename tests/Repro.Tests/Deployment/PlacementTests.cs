using System.Net;
using Repro.Deployment;
using Repro.Knobs;
using Repro.Labs;
using Repro.Planning;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Deployment;

/// <summary>Which hosts a case without a proxy has, what each is told, and by which addresses they meet.</summary>
public sealed class PlacementTests
{
    [Fact]
    public void Without_a_proxy_each_client_is_told_the_backends_and_its_own_addresses()
    {
        var planned = Plan("proxy: { kind: none }\nclients: { count: 2, addresses: 2, bind: address, close: rst }\nprefill: 10%");

        Assert.Equal(
            [("client-1", 2), ("client-2", 2), ("backend-1", 1), ("backend-2", 1)],
            Topology.Hosts(planned).Select(host => (host.Name, host.Addresses)));
        var roles = Topology.Roles(planned, 0, Up(planned));
        Assert.Equal(["client", "client", "backend", "backend"], roles.Select(role => role.Role));
        Assert.Equal(
            ["198.18.0.3:0→198.18.0.5:81", "198.18.0.4:0→198.18.0.5:81", "198.18.0.3:0→198.18.0.6:81", "198.18.0.4:0→198.18.0.6:81"],
            roles[1].Client!.Tuples.Select(tuple => $"{tuple.Source}→{tuple.Target}"));
        Assert.All(roles.Take(2), role => Assert.True(role.Client!.Abort));
        Assert.Equal([2823, 2823, 0, 0], roles.Select(role => role.Prefill.Count));
    }

    [Theory]
    [InlineData("loopback", "127.0.0", 1)]
    [InlineData("own-address", "198.18.0", 6)]
    public void Backends_on_the_clients_host_have_addresses_of_it_one_after_the_other(string path, string network, int given)
    {
        var planned = Plan(
            $"network: {{ path: {path} }}\nproxy: {{ kind: none }}\nclients: {{ count: 1, addresses: 2, bind: address }}\n"
            + "backends: { count: 2, addresses: 3 }");

        var specs = Topology.Hosts(planned);
        Assert.Equal(
            [("client-1", given, null), ("backend-1", 0, "client-1"), ("backend-2", 0, "client-1")],
            specs.Select(spec => (spec.Name, spec.Addresses, spec.In)));
        var hosts = Up(planned);
        Assert.Equal(
            [[1, 2], [1, 2, 3], [4, 5, 6]], hosts.Select(host => host.Addresses.Select(address => (int)address.GetAddressBytes()[3])));
        var roles = Topology.Roles(planned, 0, hosts);
        Assert.Equal($"{network}.1:0→{network}.1:81", roles[0].Client!.Tuples[0] is var first ? $"{first.Source}→{first.Target}" : "");
        Assert.Equal([$"{network}.4:81", $"{network}.5:81", $"{network}.6:81"], roles[2].Backend!.Listen.Select(end => $"{end}"));
    }

    [Fact]
    public void Of_IPv6_the_loopback_is_one_address()
    {
        var planned = Plan(
            "network: { path: loopback, family: ipv6 }\nproxy: { kind: none }\nclients: { count: 1 }\nbackends: { count: 1 }");
        var home = new LabHost("client-1", [IPAddress.Parse("2001:2::1")], []);

        var hosts = Placement.Of(planned.Conditions, [home, home with { Name = "backend-1" }]);

        Assert.All(hosts, host => Assert.Equal([IPAddress.IPv6Loopback], host.Addresses));
    }

    // As a lab brings them up, with the addresses that they use.
    private static IReadOnlyList<LabHost> Up(PlannedCase planned)
    {
        var specs = Topology.Hosts(planned);
        var homes = specs.Where(spec => spec.In is null).ToList();
        var up = homes.Zip(AddressPlan.For(homes, IPNetwork.Parse("198.18.0.0/15"), 1), (spec, own) => new LabHost(spec.Name, own, []))
            .ToList();
        return Placement.Of(planned.Conditions, [.. specs.Select(spec => LabHost.Of(spec, up))]);
    }

    private static PlannedCase Plan(string yaml)
    {
        var (plan, diagnostics) = Planner.Create(ScenarioText.Parse(yaml), new Kernel());
        Assert.Empty(diagnostics);
        return Assert.Single(plan.Cases);
    }
}
