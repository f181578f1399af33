using Repro.Model;
using Repro.Physics;

namespace Repro.Tests.Scenarios;

public sealed class SysctlsTests
{
    [Theory]
    [InlineData("kernel.pid_max")]
    [InlineData("vm.swappiness")]
    [InlineData("net")]
    [InlineData("net.")]
    [InlineData("net..core")]
    [InlineData("net.ipv4.../../kernel/hostname")]
    [InlineData("netfilter.x")]
    [InlineData("Net.ipv4.tcp_tw_reuse")]
    public void A_name_outside_the_network_namespace_is_refused(string name) =>
        Assert.Equal(
            $"1:22: '{name}' can't be set per host; a network namespace has its own net.* sysctls only",
            ScenarioText.Error($"proxy: {{ sysctls: {{  {name}: 1 }} }}"));

    [Theory]
    [Trait("Fault", "C11")]
    [InlineData("net/ipv4/tcp_tw_reuse: 1", "1:21: 'net/ipv4/tcp_tw_reuse' is written with dots here: net.ipv4.tcp_tw_reuse")]
    [InlineData(
        "/proc/sys/net/ipv4/tcp_tw_reuse: 1", "1:21: '/proc/sys/net/ipv4/tcp_tw_reuse' is written with dots here: net.ipv4.tcp_tw_reuse")]
    [InlineData(
        "/proc/sys/kernel/pid_max: 1",
        "1:21: '/proc/sys/kernel/pid_max' can't be set per host; a network namespace has its own net.* sysctls only")]
    [InlineData("tcp_tw_reuse: 1", "1:21: 'tcp_tw_reuse' is written in full here: net.ipv4.tcp_tw_reuse")]
    [InlineData("ipv4.tcp_tw_reuse: 1", "1:21: 'ipv4.tcp_tw_reuse' is written in full here: net.ipv4.tcp_tw_reuse")]
    [InlineData("net: { ipv4: { tcp_tw_reuse: 1 } }", "1:21: a sysctl is one key with its dots here, as in net.ipv4.tcp_tw_reuse: 1")]
    [InlineData("net.ipv4: { tcp_tw_reuse: [] }", "1:21: a sysctl is one key with its dots here, as in net.ipv4.tcp_tw_reuse: …")]
    public void A_name_in_another_notation_is_shown_in_ours(string sysctl, string error) =>
        Assert.Equal(error, ScenarioText.Error($"proxy: {{ sysctls: {{ {sysctl} }} }}"));

    [Theory]
    [Trait("Fault", "C11")]
    [InlineData("net.ipv4.tcp_timestamps: off", "write 0 (off), 1 (on) or 2 (on, without a random offset)")]
    [InlineData("net.ipv4.tcp_timestamps: 3", "write 0 (off), 1 (on) or 2 (on, without a random offset)")]
    [InlineData("net.ipv4.tcp_tw_recycle: on", "write 0 (off) or 1 (on)")]
    [InlineData("net.ipv4.tcp_syncookies: Yes", "the kernel takes numbers: write 1 (on) or 0 (off)")]
    [InlineData("net.core.somaxconn: 4_096", "the kernel takes digits alone: write 1000 for 1_000, 1,000 or 1k")]
    [InlineData("net.core.somaxconn: 4k", "the kernel takes digits alone: write 1000 for 1_000, 1,000 or 1k")]
    [InlineData("net.ipv4.ip_unprivileged_port_start: 65536", "write a port, like 1024")]
    public void A_value_that_the_kernel_does_not_take_is_shown_in_the_form_that_it_takes(string sysctl, string end) =>
        Assert.EndsWith($"is not valid; {end}", ScenarioText.Error($"proxy: {{ sysctls: {{ {sysctl} }} }}"), StringComparison.Ordinal);

    [Fact]
    [Trait("Fault", "C11")]
    public void A_value_is_no_longer_than_a_page() =>
        Assert.EndsWith(
            "the kernel takes 4095 letters at the most",
            ScenarioText.Error($"proxy: {{ sysctls: {{ net.core.x: {new string('a', 4096)} }} }}"),
            StringComparison.Ordinal);

    [Fact]
    [Trait("Fault", "C11")]
    public void Every_sysctl_that_is_set_is_known_with_its_place() => Assert.Equal(
        ["net.ipv4.tcp_rmem=1 2 3 "
            + "test.yaml:1:23", "net.core.somaxconn=5 test.yaml:3:46", "net.core.somaxconn=6 --set proxy.sysctls.net.core.somaxconn=6"],
        ScenarioText.Parse(
            "clients: { sysctls: { net.ipv4.tcp_rmem: 1  2 3 } }\nmitigations:\n- { name: own, change: { proxy: { sysctls: { "
                + "net.core.somaxconn: 5 } } } }",
            "proxy.sysctls.net.core.somaxconn=6").NamedSysctls.Select(named => $"{named.Name}={named.Value} {named.Position}"));

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
            $"1:51: {Sysctls.LocalPortRangeKey}: '{text}' is not valid; write the first and the last port, like 32768 60999: up to 65535, "
                + "and from net.ipv4.ip_unprivileged_port_start on",
            ScenarioText.Error($"proxy: {{ sysctls: {{ {Sysctls.LocalPortRangeKey}: {text} }} }}"));

    [Fact]
    public void Reserved_ports_are_ports_and_ranges()
    {
        var sysctls =
            ScenarioText.Parse($"proxy:\n  sysctls:\n    {Sysctls.LocalReservedPortsKey}: 33000, 34000-34100").Conditions.Proxy.Sysctls;

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
