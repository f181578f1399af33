using Repro.Linux;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>What a socket that is never connected says of this machine's kernel.</summary>
public sealed class SocketProbeTests
{
    private const int IpLocalPortRange = 51;
    private const int NoSuchOption = 9999;

    public SocketProbeTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the options are Linux's");

    // Linux before 6.8 has a range per socket too, and searches it by every second port: what is predicted of it has to know.
    [Fact]
    [Trait("Fault", "B8")]
    public void The_probe_sees_how_connect_searches_a_sockets_own_range()
    {
        _ = TrafficRig.FreePorts(1);
        var (major, minor) = (Environment.OSVersion.Version.Major, Environment.OSVersion.Version.Minor);
        Assert.Equal((major, minor).CompareTo((6, 8)) >= 0, SocketProbe.SearchesOwnRangeByOne());
    }

    [Fact]
    public void An_option_that_sockets_do_not_have_is_told_from_one_that_they_have()
    {
        _ = TrafficRig.FreePorts(1);
        Assert.True(SocketProbe.HasOption(IpLocalPortRange));
        Assert.False(SocketProbe.HasOption(NoSuchOption));
        Assert.Null(SocketProbe.ReadBack(new SocketOption("no such thing", 0, NoSuchOption, 1), SocketCalls.AddressFamilyInet));
    }

    [Theory]
    [InlineData(SocketCalls.AddressFamilyInet)]
    [InlineData(SocketCalls.AddressFamilyInet6)]
    public void A_sockets_own_range_is_read_back_and_none_is_where_none_is_asked_for(int family)
    {
        _ = TrafficRig.FreePorts(1);
        Assert.Equal("40000 40099", SocketProbe.ReadPorts(new PortWindow(40000, 40099), family));
        Assert.Null(SocketProbe.ReadPorts(null, family));
    }
}
