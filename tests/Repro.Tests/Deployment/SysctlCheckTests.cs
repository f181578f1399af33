using Repro.Knobs;
using Repro.Planning;
using Repro.Deployment;
using Repro.Tests.Scenarios;

namespace Repro.Tests.Deployment;

public sealed class SysctlCheckTests
{
    [Theory]
    [Trait("Fault", "C11")]
    [InlineData("net.ipv4.tcp_mem", "1 2 3", null, "is the whole machine's: the network namespace that a host is has none of its own")]
    [InlineData(
        "net.core.rmem_max",
        "4000000",
        "212992",
        "is the whole machine's: the network namespace that a host is can read it, and not write it")]
    [InlineData("net.ipv4.tcp_tw_resue", "1", null, "is not in this kernel; did you mean 'net.ipv4.tcp_tw_reuse'?")]
    [InlineData("net.quite.another", "1", null, "is not in this kernel, or its module is not loaded")]
    [InlineData(
        "net.ipv4.tcp_rmem",
        "1 2",
        "1 2 33554432",
        "the kernel does not take '1 2' in a network namespace: it reads back as '1 2 33554432'")]
    public void Problem_WhatReadsBackOtherwise_SaysWhy(string name, string asked, string? read, string problem) =>
        Assert.Equal(problem, SysctlCheck.Problem(name, asked, read));

    [Fact]
    public void Problem_WhatReadsBackAsAsked_Null() => Assert.Null(SysctlCheck.Problem("net.core.rmem_max", "5", "5"));

    [Fact]
    [Trait("Fault", "C11")]
    public void Where_nothing_can_be_tried_what_is_known_of_kernels_is_a_warning_at_its_place()
    {
        var scenario = ScenarioText.Parse(
            "clients:\n  sysctls: { net.ipv4.tcp_fin_timeout: 5, net.core.rmem_max: 5 }\nbackends: { sysctls: { net.ipv4.tcp_mem: 1 2 3 } "
            + "}");
        var warnings = SysctlCheck.Elsewhere(scenario, Planner.Create(scenario, new Kernel()).Plan);

        Assert.All(warnings, warning => Assert.True(warning.IsWarning));
        Assert.Equal(["test.yaml:2:43", "test.yaml:3:24"], warnings.Select(warning => warning.Position.ToString()));
    }

    [Fact]
    [Trait("Fault", "C11")]
    public void A_case_that_is_predicted_only_is_given_nothing()
    {
        var scenario = ScenarioText.Parse("mitigations: [tw-recycle]\nproxy: { sysctls: { net.core.rmem_max: 5 } }");

        Assert.Empty(SysctlCheck.Elsewhere(scenario, Planner.Create(scenario, new Kernel()).Plan));
    }
}
