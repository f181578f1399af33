using Repro.Model;

namespace Repro.Tests.Scenarios;

public sealed class MergeKeysTests
{
    [Fact]
    [Trait("Fault", "C12")]
    public void A_mapping_has_what_it_merges_but_for_its_own_keys() => Assert.Equal(
        new Load { Rate = new Rate(9), Duration = TimeSpan.FromSeconds(3), Seed = 4 },
        ScenarioText.Parse(
            """
            mitigations:
              - name: first
                change: { load: &load { rate: 5/s, duration: 3s, seed: 4 } }
            load:
              <<: *load
              rate: 9/s
            """).Conditions.Load);

    [Fact]
    [Trait("Fault", "C12")]
    public void Of_several_mappings_the_first_that_has_a_key_decides() => Assert.Equal(
        new Load { Rate = new Rate(1), Seed = 3 },
        ScenarioText.Parse("load: { <<: [{ rate: 1/s }, { rate: 2/s, seed: 3 }] }").Conditions.Load);

    [Fact]
    [Trait("Fault", "C12")]
    public void What_is_merged_may_have_merged_others() => Assert.Equal(
        ["net.a", "net.b", "net.c"],
        ScenarioText.Parse(
            """
            clients: { sysctls: &a { net.a: 1 } }
            backends: { sysctls: &b { <<: *a, net.b: 2 } }
            proxy: { sysctls: { net.c: 3, <<: *b } }
            """).Conditions.Proxy.Sysctls.Values.Keys);

    [Theory]
    [Trait("Fault", "C12")]
    [InlineData("load: { <<: 5 }", "1:13: << takes a mapping or a list of mappings, as in <<: *defaults")]
    [InlineData("load: { <<: [5] }", "1:14: << takes a mapping or a list of mappings, as in <<: *defaults")]
    [InlineData(
        "load: { '<<': {} }",
        "1:9: unknown key '<<'; known are: rate, arrivals, from, steps, burst, seed, duration, timeout, response, command")]
    public void Nothing_else_is_merged(string yaml, string error) => Assert.Equal(error, ScenarioText.Error(yaml));

    [Fact]
    [Trait("Fault", "C12")]
    public void What_is_wrong_with_a_merged_value_is_wrong_where_it_stands() => Assert.Equal(
        ["2:27: 'fast' is not valid here; write a rate from 0.001/s to 1,000,000/s with its unit, like 500/s, 2k/s or 30/min"],
        ScenarioText.Errors("backends: { count: 1 }\nload: { <<: &wrong {rate: fast} }"));
}
