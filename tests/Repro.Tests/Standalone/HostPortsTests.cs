using Repro.Model;
using Repro.Standalone;

namespace Repro.Tests.Standalone;

public sealed class HostPortsTests
{
    private static readonly Sysctls Range = Sysctls.None.With(Sysctls.LocalPortRangeKey, "33000 33099");

    [Fact]
    public void A_listener_within_the_range_takes_its_port_away()
    {
        var host = new HostPorts(Range.With(Sysctls.LocalReservedPortsKey, "33001,33050"), [33002]);

        Assert.Equal("33001-33002,33050", host.Effective.Values[Sysctls.LocalReservedPortsKey]);
        Assert.Equal(97, host.Effective.LocalPorts.Usable(host.Effective.ReservedPorts));
        Assert.EndsWith("; somebody listens on 33002, which connect() passes over", host.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_one_the_sysctls_are_all_there_is()
    {
        var host = new HostPorts(Range.With(Sysctls.LocalReservedPortsKey, ""), []);

        Assert.Equal(host.Sysctls, host.Effective);
        Assert.Equal("net.ipv4.ip_local_port_range = 33000 33099", host.ToString());
    }
}
