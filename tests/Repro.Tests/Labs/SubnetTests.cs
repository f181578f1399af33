using System.Net;
using FsCheck.Fluent;
using Repro.Labs;

namespace Repro.Tests.Labs;

public sealed class SubnetTests
{
    private static readonly IPNetwork Benchmarks = IPNetwork.Parse("198.18.0.0/15");

    [Theory]
    [InlineData("198.18.0.0/24", "198.18.0.0/24")]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("255.255.255.255/32", "255.255.255.255/32")]
    public void TryParse_CidrNotation_Block(string text, string expected)
    {
        Assert.True(Subnet.TryParse(text, out var subnet));
        Assert.Equal(expected, subnet.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("198.18.0.0")]
    [InlineData("198.18.0.0/33")]
    [InlineData("198.18.0.0/0")]
    [InlineData("fd00::/8")]
    [InlineData("here/24")]
    public void TryParse_AnythingElse_False(string text) => Assert.False(Subnet.TryParse(text, out _));

    [Fact]
    public void Overlaps_AnyTwoBlocks_AsTheirAddressesDo() =>
        Gen.Choose(8, 32).Two().SelectMany(prefixes => Gen.Choose(0, 4096).Two().Select(numbers => (prefixes, numbers))).ForAll(pair =>
        {
            Assert.True(Subnet.TryParse($"10.0.{pair.numbers.Item1 / 256}.{pair.numbers.Item1 % 256}/{pair.prefixes.Item1}", out var one));
            Assert.True(
                Subnet.TryParse($"10.0.{pair.numbers.Item2 / 256}.{pair.numbers.Item2 % 256}/{pair.prefixes.Item2}", out var other));
            var overlap = IPNetwork.Parse(one.ToString()).Contains(other.Address(0))
                || IPNetwork.Parse(other.ToString()).Contains(one.Address(0));
            Assert.Equal(overlap, one.Overlaps(other));
            Assert.Equal(overlap, other.Overlaps(one));
        });

    [Fact]
    public void Free_AnyNumberOfAddresses_HoldsThemWithinTheBenchmarksAndOverlapsWithNoneTaken() =>
        Gen.Choose(1, 4096).ForAll(addresses =>
        {
            Assert.True(Subnet.TryParse("198.18.0.0/24", out var taken));
            var subnet = Subnet.Free(addresses, [taken]).First();
            Assert.False(subnet.Overlaps(taken));
            Assert.InRange(addresses, 1, (1 << (32 - subnet.PrefixLength)) - 3);
            Assert.True(Benchmarks.Contains(subnet.Address(0)));
            Assert.True(Benchmarks.Contains(subnet.Address((1 << (32 - subnet.PrefixLength)) - 1)));
        });

    [Fact]
    public void Free_EverythingTaken_None() => Assert.Empty(Subnet.Free(10, [Subnet.Benchmarks]));

    [Fact]
    public void Free_NothingTaken_EachBlockOnce()
    {
        var blocks = Subnet.Free(10, []).ToList();
        Assert.Equal(512, blocks.Count);
        Assert.Distinct(blocks);
    }
}
