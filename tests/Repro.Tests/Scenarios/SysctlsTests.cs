using Repro.Physics;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class SysctlsTests
{
    [Theory]
    [InlineData("kernel.pid_max")]
    [InlineData("vm.swappiness")]
    [InlineData("net")]
    [InlineData("net.")]
    [InlineData("net..core")]
    [InlineData("net/ipv4/tcp_tw_reuse")]
    [InlineData("net.ipv4.../../kernel/hostname")]
    [InlineData("netfilter.x")]
    [InlineData("Net.ipv4.tcp_tw_reuse")]
    public void A_name_outside_the_network_namespace_is_refused(string name) =>
        Assert.Equal(
            $"1:22: '{name}' can't be set per host; a network namespace has its own net.* sysctls only",
            ScenarioText.Error($"proxy: {{ sysctls: {{  {name}: 1 }} }}"));

    [Theory]
    [InlineData("32768 60999", 32768, 60999)]
    [InlineData("\"32768\\t60999\"", 32768, 60999)]
    [InlineData("'  1   65535 '", 1, 65535)]
    [InlineData("4000 4000", 4000, 4000)]
    public void A_port_range_is_read_as_the_kernel_reads_it(string text, int low, int high)
    {
        var sysctls = ScenarioText.Parse($"proxy: {{ sysctls: {{ {Sysctls.LocalPortRangeKey}: {text} }} }}").Conditions.Proxy.Sysctls;

        Assert.Equal(new PortRange(low, high), sysctls.LocalPorts);
        Assert.Equal($"{low} {high}", sysctls.Values[Sysctls.LocalPortRangeKey]);
    }

    [Theory]
    [InlineData("32768")]
    [InlineData("60999 32768")]
    [InlineData("0 1000")]
    [InlineData("1 65536")]
    [InlineData("1 2 3")]
    [InlineData("1-1000")]
    [InlineData("low high")]
    [InlineData("-1 1000")]
    public void A_wrong_port_range_is_refused(string text) =>
        Assert.Equal(
            $"1:51: {Sysctls.LocalPortRangeKey}: '{text}' is not valid; write the first and the last port, from 1 to 65535, like 32768 60999",
            ScenarioText.Error($"proxy: {{ sysctls: {{ {Sysctls.LocalPortRangeKey}: {text} }} }}"));

    [Fact]
    public void Reserved_ports_are_ports_and_ranges()
    {
        var sysctls = ScenarioText.Parse($"proxy:\n  sysctls:\n    {Sysctls.LocalReservedPortsKey}: 33000, 34000-34100").Conditions.Proxy.Sysctls;

        Assert.Equal([new PortRange(33000, 33000), new PortRange(34000, 34100)], sysctls.ReservedPorts);
    }

    [Theory]
    [InlineData("5-")]
    [InlineData("5-4")]
    [InlineData("1-2-3")]
    [InlineData("5 6")]
    [InlineData("0")]
    public void Wrong_reserved_ports_are_refused(string text) =>
        Assert.EndsWith(
            $"'{text}' is not valid; write ports and ranges, like 33000,34000-34100",
            ScenarioText.Error($"proxy: {{ sysctls: {{ {Sysctls.LocalReservedPortsKey}: {text} }} }}"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("3")]
    [InlineData("yes")]
    public void A_wrong_tw_reuse_is_refused(string text) =>
        Assert.EndsWith(
            $"'{text}' is not valid; write 0 (never), 1 (always) or 2 (on the loopback only)",
            ScenarioText.Error($"proxy: {{ sysctls: {{ {Sysctls.TcpTwReuseKey}: {text} }} }}"),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("net.core.somaxconn: [1]", "takes a value, like the kernel prints it")]
    [InlineData("net.core.somaxconn: ''", "takes a value, like the kernel prints it")]
    [InlineData("net.core.somaxconn: '  '", "takes a value, like the kernel prints it")]
    [InlineData("net.ipv4.tcp_tw_reuse_delay: -5", "write milliseconds from 1 on, like 1000")]
    [InlineData("net.ipv4.tcp_tw_reuse_delay: 0", "write milliseconds from 1 on, like 1000")]
    [InlineData("net.core.x: \"\\e[1m\"", "write visible characters")]
    public void A_sysctl_takes_one_line(string sysctl, string end) =>
        Assert.EndsWith(end, ScenarioText.Error($"proxy: {{ sysctls: {{ {sysctl} }} }}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("1", null, true)]
    [InlineData("1", "1", true)]
    [InlineData("1", "0", false)]
    [InlineData("2", null, false)]
    [InlineData("0", null, false)]
    public void TIME_WAIT_is_reused_between_hosts_only_with_1_and_timestamps(string reuse, string? timestamps, bool expected)
    {
        var sysctls = Sysctls.None.With(Sysctls.TcpTwReuseKey, reuse);

        Assert.Equal(expected, (timestamps is null ? sysctls : sysctls.With(Sysctls.TcpTimestampsKey, timestamps)).ReusesTimeWait);
    }

    [Fact]
    public void The_reuse_delay_is_given_in_milliseconds() =>
        Assert.Equal(0.25, Sysctls.None.With(Sysctls.TcpTwReuseDelayKey, "250").ReuseDelaySeconds);

    [Fact]
    public void Sysctls_are_equal_by_what_they_say()
    {
        var sysctls = Sysctls.None.With("net.a", "1").With("net.b", "2");

        Assert.Equal(sysctls, Sysctls.None.With("net.b", "3").With("net.a", "1").With("net.b", "2"));
        Assert.NotEqual(sysctls, sysctls.With("net.b", "3"));
        Assert.NotEqual(sysctls, Sysctls.None);
    }
}
