using System.Net;
using Repro.Labs;
using Repro.Labs.Netns;

namespace Repro.Tests.Labs.Netns;

public sealed class PassageRoutesTests
{
    private static readonly IReadOnlyList<HostSpec> Hosts =
    [
        Host("client-1"),
        Host("nat") with { Passes = new Passage(["client-1"], ["backend-1"]) },
        Host("backend-1") with { Addresses = 2 },
        Host("backend-2"),
    ];

    private static readonly IReadOnlyList<IReadOnlyList<IPAddress>> Addresses =
        [.. new[] { "198.18.0.1", "198.18.0.2", "198.18.0.3 198.18.0.4", "198.18.0.5" }
            .Select(host => (IReadOnlyList<IPAddress>)[.. host.Split(' ').Select(IPAddress.Parse)])];

    [Fact]
    public void Whoever_sends_through_a_host_has_a_route_by_it_to_every_address_that_it_is_meant_for() => Assert.Equal(
        ["route add 198.18.0.3 via 198.18.0.2 dev eth0", "route add 198.18.0.4 via 198.18.0.2 dev eth0"],
        PassageRoutes.Of("client-1", Hosts, Addresses, "eth0"));

    [Theory]
    [InlineData("nat")]
    [InlineData("backend-1")]
    [InlineData("backend-2")]
    public void Nobody_else_has_one(string host) => Assert.Empty(PassageRoutes.Of(host, Hosts, Addresses, "eth0"));

    [Fact]
    public void Containers_are_given_no_routes_and_have_no_such_host()
    {
        Assert.Equal(
            "nat takes routes, which containers are not given",
            Hosts.Select(LabKinds.Of("docker").WhyNot).Single(reason => reason is not null));
        Assert.All(Hosts, host => Assert.Null(LabKinds.Of("netns").WhyNot(host)));
    }

    private static HostSpec Host(string name) => new(name, 1, new Dictionary<string, string>());
}
