using System.Net;
using FsCheck.Fluent;
using Repro.Labs;

namespace Repro.Tests.Labs;

public sealed class AddressPlanTests
{
    private static readonly IPNetwork Benchmarking = IPNetwork.Parse(Subnet.Benchmarks.ToString());

    [Fact]
    public void Addresses_are_dealt_out_in_the_order_of_the_hosts() => Assert.Equal(
        ["198.18.0.1", "198.18.0.2 198.18.0.3", "198.18.0.4"],
        Plan([1, 2, 1]).Select(addresses => string.Join(' ', addresses)));

    [Fact]
    public void Every_host_has_as_many_addresses_as_it_asked_for_each_its_own_and_in_the_benchmarking_network() =>
        Gen.Choose(1, 64).Listed(65).ForAll(counts =>
        {
            var plan = Plan(counts);
            Assert.Equal(counts, plan.Select(addresses => addresses.Count));
            Assert.Distinct(plan.SelectMany(addresses => addresses));
            Assert.All(plan.SelectMany(addresses => addresses), address => Assert.True(Benchmarking.Contains(address), address.ToString()));
            Assert.DoesNotContain(Benchmarking.BaseAddress, plan.SelectMany(addresses => addresses));
        });

    private static IReadOnlyList<IReadOnlyList<IPAddress>> Plan(IReadOnlyList<int> addresses) =>
        AddressPlan.For(
            [.. addresses.Select((count, index) => new HostSpec($"host-{index}", count, new Dictionary<string, string>()))],
            Subnet.Benchmarks,
            1);
}
