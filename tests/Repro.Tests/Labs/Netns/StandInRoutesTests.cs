using System.Net;
using Repro.Labs;
using Repro.Labs.Netns;

namespace Repro.Tests.Labs.Netns;

public sealed class StandInRoutesTests
{
    private static readonly IReadOnlyList<HostSpec> Hosts =
    [
        Host("client-1"),
        Host("client-2"),
        Host("proxy") with { StandsIn = new StandIn(["client-1", "client-2"], ["backend-1"]) },
        Host("backend-1"),
        Host("backend-2"),
    ];

    private static readonly IReadOnlyList<IReadOnlyList<IPAddress>> Addresses =
        [.. Enumerable.Range(1, Hosts.Count).Select(number => (IReadOnlyList<IPAddress>)[IPAddress.Parse($"198.18.0.{number}")])];

    [Fact]
    public void The_host_takes_what_comes_in_for_the_others_as_its_own() => Assert.Equal(
        ["rule add iif eth0 lookup 100", "route add local 198.18.0.1 dev lo table 100", "route add local 198.18.0.2 dev lo table 100"],
        Of("proxy"));

    [Fact]
    public void Those_that_it_does_so_towards_reach_them_through_it() =>
        Assert.Equal(["route add 198.18.0.1 via 198.18.0.3 dev eth0", "route add 198.18.0.2 via 198.18.0.3 dev eth0"], Of("backend-1"));

    [Theory]
    [InlineData("client-1")]
    [InlineData("backend-2")]
    public void Nobody_else_gets_any_of_it(string host) => Assert.Empty(Of(host));

    [Fact]
    public void Where_nobody_stands_in_there_are_no_routes() =>
        Assert.Empty(StandInRoutes.Of("proxy", [.. Hosts.Select(host => host with { StandsIn = null })], Addresses, "eth0"));

    private static IEnumerable<string> Of(string host) => StandInRoutes.Of(host, Hosts, Addresses, "eth0");

    private static HostSpec Host(string name) => new(name, 1, new Dictionary<string, string>());
}
