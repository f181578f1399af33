using FsCheck.Fluent;
using Repro.Knobs;
using Repro.Planning;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class WhateverTests
{
    [Fact]
    public void Whatever_the_text_parsing_ends_with_a_list_of_errors()
    {
        var pieces = Gen.Elements(
            "load", "rate", "mitigations", "name", "change", "expect", "sysctls", "proxy", ":", ": ", "- ", "{", "}", "[", "]", ",", "\n",
            "\n  ", " ", "\"", "'", "500/s", "none", "*a", "&a ", "? ", "matrix", "use", "find", " + ", " x2", "---\n", "|", "!x ", "#",
            "\t", "\0", "é", "\\u", "%");
        pieces.Listed(20).ForAll(text => Assert.NotNull(ScenarioFile.Parse(string.Concat(text), ScenarioText.File).Diagnostics));
    }

    [Theory]
    [InlineData("mitigations:\n- :")]
    [InlineData("? {\né")]
    public void What_the_yaml_library_chokes_on_is_an_error_like_any_other(string text) => Assert.NotEmpty(ScenarioText.Errors(text));

    [Theory]
    [InlineData("name: \"abc\\n\"")]
    [InlineData("proxy: { sysctls: { \"net.core.x\\n\": 1 } }")]
    public void A_line_break_at_the_end_is_part_of_a_word(string text) => Assert.NotEmpty(ScenarioText.Errors(text));

    [Theory]
    [InlineData("/x/my scenario.yaml", "my-scenario")]
    [InlineData("/x/.yaml", "scenario")]
    public void A_files_name_becomes_a_name_that_a_folder_can_have(string file, string name) =>
        Assert.Equal(name, ScenarioFile.Parse("{}", file).Scenario.Name);

    [Fact]
    public void Without_mitigations_an_impossible_scenario_is_refused_where_it_begins() =>
        Assert.Equal(
            "test.yaml:1:1",
            Assert.Single(
                Planner.Create(
                    ScenarioText.Parse("proxy: { sysctls: { net.ipv4.ip_local_port_range: 80 90 } }"),
                    new Kernel()).Diagnostics).Position.ToString());
}
