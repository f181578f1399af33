using System.Net;
using FsCheck.Fluent;
using Repro.Proxies.Haproxy;
using Repro.Traffic;

namespace Repro.Tests.Proxies.Haproxy;

public sealed class HaproxyServerTests
{
    [Theory]
    [InlineData(null, "198.18.0.6:81", "198.18.0.6:81")]
    [InlineData("198.18.0.5", "198.18.0.6:81", "198.18.0.5-198.18.0.6:81")]
    [InlineData(null, "[2001:2::6]:81", "2001:2::6:81")]
    [InlineData("2001:2::5", "[2001:2::6]:81", "2001:2::5-2001:2::6:81")]
    public void Name_OfATuple_LettersThatAServersNameMayHave(string? mark, string target, string expected) =>
        Assert.Equal(expected, HaproxyServer.Name(mark, Endpoint.Parse(target)));

    [Theory]
    [InlineData("<NOSRV>")]
    [InlineData("")]
    [InlineData("2001:2::6")]
    public void Target_OfWhatIsNoServerOfOurs_AsItIs(string name) => Assert.Equal(name, HaproxyServer.Target(name));

    [Theory]
    [InlineData("198.18.0.5", "198.18.0.5")]
    [InlineData("2001:2::5", "[2001:2::5]")]
    public void Host_OfIpv6_InBrackets(string address, string expected) =>
        Assert.Equal(expected, HaproxyServer.Host(IPAddress.Parse(address)));

    [Fact]
    public void Whatever_the_target_the_log_says_it_as_everybody_else_does()
    {
        var tuples =
            from mark in Gen.Elements(null, "1", "198.18.0.5", "2001:2::5")
            from bytes in Gen.Elements(4, 16).SelectMany(length => Gen.Choose(0, 255).ArrayOf(length))
            from port in Gen.Choose(1, ushort.MaxValue)
            select (mark, Target: new Endpoint(new IPAddress([.. bytes.Select(value => (byte)value)]), port));
        tuples.ForAll(tuple => Assert.Equal(tuple.Target.Name, HaproxyServer.Target(HaproxyServer.Name(tuple.mark, tuple.Target))));
    }
}
