using Repro.Knobs;
using Repro.Planning;
using Repro.Scenarios;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Planning;

public sealed class LimitsTests
{
    [Theory]
    [Trait("Fault", "C11")]
    [InlineData(
        "net.ipv4.ip_local_port_range: 500 2000",
        "the port range of the proxy would be 500–2000; keep it within 1024–65535, as the kernel takes none below "
            + "net.ipv4.ip_unprivileged_port_start, or set that to 500 too")]
    [InlineData(
        "net.ipv4.ip_local_port_range: 2000 3000, net.ipv4.ip_unprivileged_port_start: 2001",
        "the port range of the proxy would be 2000–3000; keep it within 2001–65535, as the kernel takes none below "
            + "net.ipv4.ip_unprivileged_port_start, or set that to 2000 too")]
    [InlineData(
        "net.ipv4.ip_local_port_range: 144 2000, net.ipv4.ip_unprivileged_port_start: 100",
        "the port range of the proxy would be 144–2000; keep it within 145–65535, as the lab itself listens below")]
    [InlineData(
        "net.ipv4.ip_local_port_range: 1 2000",
        "the port range of the proxy would be 1–2000; keep it within 1024–65535, as the kernel takes none below "
            + "net.ipv4.ip_unprivileged_port_start")]
    public void A_range_begins_where_unprivileged_ports_do(string sysctls, string problem) =>
        Assert.Equal($"none: {problem}", Assert.Single(Diagnostics($"proxy: {{ sysctls: {{ {sysctls} }} }}")).Message);

    [Fact]
    [Trait("Fault", "C11")]
    public void A_range_from_500_is_one_where_they_begin_at_500() =>
        Assert.Empty(
            Diagnostics("proxy: { sysctls: { net.ipv4.ip_local_port_range: 500 2000, net.ipv4.ip_unprivileged_port_start: 500 } }"));

    [Theory]
    [Trait("Fault", "C11")]
    [InlineData(
        "1000 2000", "1000–2000, is outside of the proxy's own range, 32768–60999: all of it, so that the sockets have the whole range")]
    [InlineData("60000 65000", "60000–65000, is outside of the proxy's own range, 32768–60999: the sockets have 60000–60999")]
    public void A_sockets_ports_outside_of_the_hosts_range_are_warned_of(string ports, string what)
    {
        var warning = Assert.Single(Diagnostics($"proxy: {{ socketPorts: {ports} }}"));

        Assert.True(warning.IsWarning);
        Assert.Equal($"none: the kernel ignores what of proxy.socketPorts, {what}", warning.Message);
    }

    [Fact]
    [Trait("Fault", "C11")]
    public void A_case_that_is_warned_of_is_planned() =>
        Assert.Single(Planner.Create(ScenarioText.Parse("proxy: { socketPorts: 1000 2000 }"), new Kernel()).Plan.Cases);

    private static IReadOnlyList<Diagnostic> Diagnostics(string yaml) => Planner.Create(ScenarioText.Parse(yaml), new Kernel()).Diagnostics;
}
