using Repro.Deployment;
using Repro.Planning;
using Repro.Recording;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Deployment;

public sealed class NetworkCheckTests
{
    [Fact]
    public void A_machine_without_IPv6_is_refused_with_every_case_that_asks_for_it_and_what_to_do()
    {
        var refused = Assert.Throws<ReproException>(() => NetworkCheck.Refuse(Machine(hasIpv6: false), Both, Asked));

        Assert.Equal(FailureKind.NoLab, refused.Kind);
        Assert.Equal(
            "The kernel there (6.0) has no IPv6, which network.family asks for: none@500,network.family=ipv6.", refused.Message);
        Assert.Contains("ipv6.disable=1", refused.Remedy, StringComparison.Ordinal);
        Assert.EndsWith("--set network=ipv4.", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_has_it_is_not_and_neither_is_a_plan_that_does_without()
    {
        NetworkCheck.Refuse(Machine(hasIpv6: true), Both, Asked);
        NetworkCheck.Refuse(Machine(hasIpv6: false), PlanOf("{}"), Asked);
    }

    [Fact]
    public void A_kernel_without_source_NAT_is_refused_with_its_error_and_what_to_do()
    {
        var plan = PlanOf("proxy: { kind: none }\nnat: 64\nload: { rate: 32/s }");
        var refused = Assert.Throws<ReproException>(() => NetworkCheck.Refuse(Machine(hasIpv6: true), plan, () => "ENOENT"));

        Assert.Equal(FailureKind.NoLab, refused.Kind);
        Assert.Equal("The kernel there (6.0) takes no rule for source NAT (ENOENT), which nat asks for: none@32.", refused.Message);
        Assert.Contains("modprobe nf_tables", refused.Remedy, StringComparison.Ordinal);
        NetworkCheck.Refuse(Machine(hasIpv6: true), plan, () => null);
    }

    // No plan of these needs to know.
    private static string? Asked() => throw new InvalidOperationException("the kernel was asked for a NAT");

    private static Plan Both => PlanOf("matrix: { network.family: [ipv4, ipv6] }");

    private static Plan PlanOf(string yaml) => Planner.Create(ScenarioText.Parse(yaml), new Repro.Knobs.Kernel()).Plan;

    private static MachineSurvey Machine(bool hasIpv6) => new()
    {
        Kernel = "6.0",
        Hertz = 250,
        Processors = 2,
        MemoryBytes = 1L << 30,
        HasIpv6 = hasIpv6,
        Runtime = ".NET",
        Architecture = "X64",
        Has = [],
    };
}
