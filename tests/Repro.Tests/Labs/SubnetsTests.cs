using System.Net;
using System.Net.Sockets;
using FsCheck.Fluent;
using Repro.Labs;

namespace Repro.Tests.Labs;

public sealed class SubnetsTests
{
    private const AddressFamily Ipv4 = AddressFamily.InterNetwork;
    private const AddressFamily Ipv6 = AddressFamily.InterNetworkV6;

    [Theory]
    [InlineData("10.0.0.0/24", 0, "10.0.0.0")]
    [InlineData("10.0.0.0/24", 257, "10.0.1.1")]
    [InlineData("2001:2::/64", 17, "2001:2::11")]
    [InlineData("2001:2::/64", 65536, "2001:2::1:0")]
    public void Address_OfABlock_CountedFromItsFirst(string block, int number, string expected) =>
        Assert.Equal(expected, $"{IPNetwork.Parse(block).Address((UInt128)number)}");

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", true)]
    [InlineData("10.0.0.0/16", "10.1.0.0/16", false)]
    [InlineData("2001:2::/48", "2001:2:0:7::/64", true)]
    [InlineData("2001:2::/64", "2001:2:0:1::/64", false)]
    [InlineData("0.0.0.0/0", "2001:2::/64", false)]
    public void Overlaps_TwoBlocks_WhereOneHasAnAddressOfTheOther(string one, string other, bool expected)
    {
        Assert.Equal(expected, IPNetwork.Parse(one).Overlaps(IPNetwork.Parse(other)));
        Assert.Equal(expected, IPNetwork.Parse(other).Overlaps(IPNetwork.Parse(one)));
    }

    [Theory]
    [InlineData(Ipv4, "198.18.0.0/24")]
    [InlineData(Ipv6, "2001:2::/64")]
    public void Free_AnyNumberOfAddresses_HoldsThemWithinTheBenchmarksAndOverlapsWithNoneTaken(AddressFamily family, string block) =>
        Gen.Choose(1, 4096).ForAll(addresses =>
        {
            var taken = IPNetwork.Parse(block);
            var subnet = Subnets.Free(family, addresses, [taken]).First();
            Assert.False(subnet.Overlaps(taken));
            Assert.True(subnet.Contains(subnet.Address((UInt128)(addresses + 2))), $"{subnet} has no room for {addresses}");
            Assert.True(Subnets.Benchmarks(family).Overlaps(subnet));
            Assert.InRange(subnet.PrefixLength, Subnets.Benchmarks(family).PrefixLength, 64);
        });

    [Theory]
    [InlineData(Ipv4)]
    [InlineData(Ipv6)]
    public void Free_EverythingTaken_None(AddressFamily family) =>
        Assert.Empty(Subnets.Free(family, 10, [Subnets.Benchmarks(family)]));

    [Theory]
    [InlineData(Ipv4, 512)]
    [InlineData(Ipv6, 65_536)]
    public void Free_NothingTaken_EachBlockOnce(AddressFamily family, int count)
    {
        var blocks = Subnets.Free(family, 10, []).ToList();
        Assert.Equal(count, blocks.Count);
        Assert.Distinct(blocks);
    }
}
