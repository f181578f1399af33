using Repro.Model;
using Repro.Physics;

namespace Repro.Tests.Scenarios;

public sealed class DefaultsTests
{
    [Fact]
    public void A_scenario_that_says_nothing_is_the_articles_topology()
    {
        var scenario = ScenarioText.Parse("{}");

        Assert.Equal(new Conditions(), scenario.Conditions);
        Assert.Equal((4, 1, 2, 1, 1), (
            scenario.Conditions.Clients.Count,
            scenario.Conditions.Proxy.Addresses,
            scenario.Conditions.Backends.Count,
            scenario.Conditions.Backends.Addresses,
            scenario.Conditions.Backends.Ports));
        Assert.Equal(
            new Load { Rate = new Rate(500), Duration = TimeSpan.FromSeconds(10), Timeout = TimeSpan.FromSeconds(5), ResponseBytes = 128 },
            scenario.Conditions.Load);
        Assert.Empty(scenario.Mitigations);
        Assert.Empty(scenario.Expect);
    }

    [Theory]
    [InlineData("{}", "test")]
    [InlineData("name: other", "other")]
    public void The_file_names_the_scenario_unless_it_has_a_name(string yaml, string name) =>
        Assert.Equal(name, ScenarioText.Parse(yaml).Name);

    [Fact]
    public void A_key_leaves_its_neighbours_at_their_defaults() =>
        Assert.Equal(new Load { Rate = new Rate(7) }, ScenarioText.Parse("load: { rate: 7/s }").Conditions.Load);

    [Fact]
    public void Sysctls_that_were_not_given_are_the_kernels_defaults()
    {
        var sysctls = ScenarioText.Parse("{}").Conditions.Proxy.Sysctls;

        Assert.Equal(new PortRange(32768, 60999), sysctls.LocalPorts);
        Assert.Empty(sysctls.ReservedPorts);
        Assert.False(sysctls.ReusesTimeWait);
        Assert.Equal(1, sysctls.ReuseDelaySeconds);
    }
}
