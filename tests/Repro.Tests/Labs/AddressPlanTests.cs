using System.Net;
using System.Net.Sockets;
using FsCheck.Fluent;
using Repro.Labs;

namespace Repro.Tests.Labs;

public sealed class AddressPlanTests
{
    [Theory]
    [InlineData(AddressFamily.InterNetwork, "198.18.0.1", "198.18.0.2 198.18.0.3", "198.18.0.4")]
    [InlineData(AddressFamily.InterNetworkV6, "2001:2::1", "2001:2::2 2001:2::3", "2001:2::4")]
    public void Addresses_are_dealt_out_in_the_order_of_the_hosts(AddressFamily family, params string[] expected) =>
        Assert.Equal(expected, Plan([1, 2, 1], family).Select(addresses => string.Join(' ', addresses)));

    [Theory]
    [InlineData(AddressFamily.InterNetwork, "198.18.0.0/15")]
    [InlineData(AddressFamily.InterNetworkV6, "2001:2::/48")]
    public void Every_host_has_as_many_addresses_as_it_asked_for_each_its_own_and_in_the_benchmarking_network(
        AddressFamily family, string network) =>
        Gen.Choose(1, 64).Listed(65).ForAll(counts =>
        {
            var benchmarking = IPNetwork.Parse(network);
            var plan = Plan(counts, family);
            Assert.Equal(counts, plan.Select(addresses => addresses.Count));
            Assert.Distinct(plan.SelectMany(addresses => addresses));
            Assert.All(plan.SelectMany(addresses => addresses), address => Assert.True(benchmarking.Contains(address), address.ToString()));
            Assert.DoesNotContain(benchmarking.BaseAddress, plan.SelectMany(addresses => addresses));
        });

    private static IReadOnlyList<IReadOnlyList<IPAddress>> Plan(IReadOnlyList<int> addresses, AddressFamily family) =>
        AddressPlan.For(
            [.. addresses.Select((count, index) => new HostSpec($"host-{index}", count, new Dictionary<string, string>()))],
            Subnets.Benchmarks(family),
            1);
}
