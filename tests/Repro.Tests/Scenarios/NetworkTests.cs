using Repro.Model;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class NetworkTests
{
    [Theory]
    [InlineData("network: ipv6", IpFamily.Ipv6)]
    [InlineData("network: { family: ipv6 }", IpFamily.Ipv6)]
    [InlineData("network: ipv4", IpFamily.Ipv4)]
    [InlineData("network: {}", IpFamily.Ipv4)]
    [InlineData("{}", IpFamily.Ipv4)]
    public void The_family_is_a_key_of_the_network_or_all_that_is_said_of_it(string yaml, IpFamily family) =>
        Assert.Equal(family, ScenarioText.Parse(yaml).Conditions.Network.Family);

    [Theory]
    [InlineData("network=ipv6")]
    [InlineData("network.family=ipv6")]
    [InlineData("network={ family: ipv6 }")]
    public void It_is_set_on_the_command_line_either_way(string setting) =>
        Assert.Equal(IpFamily.Ipv6, ScenarioText.Parse("{}", setting).Conditions.Network.Family);

    [Fact]
    public void A_mitigation_may_change_it() =>
        Assert.Equal(
            IpFamily.Ipv6,
            ScenarioText.Parse("mitigations: [{ name: six, change: { network: ipv6 } }]").Mitigations[0].Overlay!
                .Apply(new Conditions()).Network.Family);

    [Theory]
    [InlineData("network: ipv5", "t.yaml:1:10: 'ipv5'")]
    [InlineData("network: { family: 6 }", "t.yaml:1:20: '6'")]
    [InlineData("network: [ipv6]", "t.yaml:1:10: a mapping is expected here, with any of: family")]
    public void What_it_can_not_be_is_refused_where_it_stands(string yaml, string begins)
    {
        var (_, wrong) = ScenarioFile.Parse(yaml, "t.yaml");

        Assert.StartsWith(begins, Assert.Single(wrong).ToString(), StringComparison.Ordinal);
    }
}
