using Repro.Model;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class DiagnosticsTests
{
    [Fact]
    public void All_errors_of_a_file_are_reported_at_once_each_where_it_stands() =>
        Assert.Equal(
            [
                "2:9: '500' is not valid here; write a rate from 0.001/s to 1,000,000/s with its unit, like 500/s, 2k/s or 30/min",
                "3:3: unknown key 'durration'; did you mean 'duration'?",
                "5:10: '0' is not valid here; write a whole number from 1 to 128",
                "8:5: 'kernel.pid_max' can't be set per host; a network namespace has its own net.* sysctls only",
                "10:18: '1' is not valid here; write a whole number from 2 to 64",
                "12:9: 'avertd' is not a verdict; did you mean 'averted'?",
            ],
            ScenarioText.Errors(
                """
                load:
                  rate: 500
                  durration: 10s
                clients:
                  count: 0
                proxy:
                  sysctls:
                    kernel.pid_max: 1
                mitigations:
                  - wider-range: 1
                expect:
                  none: avertd
                """));

    [Theory]
    [InlineData("load:\n  rate: 500/s\nproxy: { kind: nginx\nmitigations: [none]\n", "3:8: this is not YAML: { in line 3 is never closed")]
    [InlineData("mitigations: [none, tw-reuse\nload: {rate: 5/s}\n", "1:14: this is not YAML: [ in line 1 is never closed")]
    [InlineData("# a [ comment\nname: \"a { text\"\nproxy: { kind: nginx\n", "3:8: this is not YAML: { in line 3 is never closed")]
    [InlineData("question: With HTTP/1.1: does it?\n", "1:24: a text with ': ' in it has to be in quotes")]
    [InlineData(
        "mitigations:\n  - tw-reuse + wider-range: 2\n",
        "2:5: of several mitigations each has a factor of its own, with x: tw-reuse + wider-range x2")]
    public void What_people_get_wrong_in_YAML_is_told_in_their_words(string yaml, string error) =>
        Assert.Equal([error], ScenarioText.Errors(yaml));

    [Fact]
    public void What_is_wrong_leaves_what_is_right()
    {
        var (scenario, _) = ScenarioFile.Parse("load: { rate: fast, duration: 3s }", ScenarioText.File);

        Assert.Equal(new Load { Duration = TimeSpan.FromSeconds(3) }, scenario.Conditions.Load);
    }

    [Fact]
    public void A_position_is_written_as_editors_understand_it() =>
        Assert.Equal("a/b.yaml:3:7: no", new Diagnostic(new SourcePosition("a/b.yaml", 3, 7), "no").ToString());

    [Fact]
    public void A_misspelt_key_gets_a_suggestion() =>
        Assert.Equal("1:1: unknown key 'mitigation'; did you mean 'mitigations'?", ScenarioText.Error("mitigation: [none]"));

    [Fact]
    public void A_key_that_resembles_none_gets_the_list_of_keys() =>
        Assert.Equal(
            "1:10: unknown key 'jitter'; known are: rate, arrivals, from, steps, burst, seed, duration, timeout, response, command",
            ScenarioText.Error("load: {  jitter: 5% }"));

    [Fact]
    public void A_key_may_stand_only_in_its_place() =>
        Assert.StartsWith("1:1: unknown key 'rate'", ScenarioText.Error("rate: 500/s"), StringComparison.Ordinal);

    [Theory]
    [Trait("Fault", "C11")]
    [InlineData("load.rate: 500/s", "1:1: unknown key 'load.rate'; write load: { rate: … }")]
    [InlineData("rate: 500/s", "1:1: unknown key 'rate'; write load: { rate: … }")]
    [InlineData(
        "idle: 5s",
        "1:1: unknown key 'idle'; write clients: { keepAlive: { idle: … } } or proxy: { keepAlive: { idle: … } } or backends: { idle: … }")]
    [InlineData("proxy: { idle: 5s }", "1:10: unknown key 'idle'; write keepAlive: { idle: … }")]
    [InlineData("count: 5", "1:1: unknown key 'count'; write clients: { count: … } or backends: { count: … }")]
    [InlineData("use: tw-reuse", "1:1: unknown key 'use'; write mitigations: [{ name: …, use: … }]")]
    [InlineData("change: {}", "1:1: unknown key 'change'; write mitigations: [{ name: …, change: … }]")]
    public void A_key_in_another_place_is_shown_its_own(string yaml, string error) => Assert.Equal(error, ScenarioText.Error(yaml));

    [Fact]
    public void A_key_that_is_no_text_is_refused() =>
        Assert.StartsWith("1:3: a key is a word here", ScenarioText.Error("? [a, b]\n: 1"), StringComparison.Ordinal);

    [Theory]
    [Trait("Fault", "C11")]
    [InlineData("load:\n\trate: 5/s\n", "2:1: ")]
    [InlineData("load:\n  rate: 5/s\n\tduration: 5s\n", "3:1: ")]
    [InlineData("# with a comment\n\t# and another\nproxy:\n  sysctls:\n  \t net.ipv4.tcp_tw_reuse: 1\n", "5:3: ")]
    public void A_tab_is_reported_where_it_stands(string yaml, string place) =>
        Assert.Equal($"{place}a tab; YAML is indented with spaces", ScenarioText.Error(yaml));

    [Fact]
    [Trait("Fault", "C11")]
    public void A_tab_between_key_and_value_is_white_space() =>
        Assert.Equal(new Rate(5), ScenarioText.Parse("load:\n  rate:\t5/s\t\n").Conditions.Load.Rate);

    [Fact]
    public void A_warning_says_that_it_is_one() =>
        Assert.Equal("a.yaml:3:7: warning: hm", (new Diagnostic(new SourcePosition("a.yaml", 3, 7), "hm") { IsWarning = true }).ToString());

    [Fact]
    public void A_key_that_stands_twice_is_refused_where_it_stands_again() =>
        Assert.StartsWith("3:3: ", ScenarioText.Error("load:\n  rate: 5/s\n  rate: 6/s\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "load: 5",
        "1:7: a mapping is expected here, with any of: rate, arrivals, from, steps, burst, seed, duration, timeout, response, command")]
    [InlineData(
        "load:",
        "1:6: a mapping is expected here, with any of: rate, arrivals, from, steps, burst, seed, duration, timeout, response, command")]
    [InlineData(
        "proxy: [a]",
        "1:8: a mapping is expected here, with any of: kind, mode, transparent, retries, addresses, bind, socketPorts, httpVersion, "
            + "close, keepAlive, sysctls")]
    [InlineData("mitigations: none", "1:14: a list of mitigations is expected here, like [none, tw-reuse, wider-range: 2]")]
    [InlineData("expect: averted", "1:9: a mapping of mitigations to verdicts is expected here, like tw-reuse: averted")]
    [InlineData("proxy: { sysctls: [a] }", "1:19: a mapping of sysctls is expected here, like net.ipv4.tcp_tw_reuse: 1")]
    public void A_value_of_another_kind_is_refused(string yaml, string error) => Assert.Equal(error, ScenarioText.Error(yaml));

    [Theory]
    [InlineData("load:\n  rate: 5/s\n duration: 5s", "3:2: ")]
    [InlineData("name: a\nload: \"rate", "2:7: ")]
    [InlineData("name: a\nload: ]", "2:7: ")]
    public void What_is_not_YAML_is_refused_where_it_stops_being_YAML(string text, string position) =>
        Assert.StartsWith($"{position}this is not YAML: ", ScenarioText.Error(text), StringComparison.Ordinal);

    // What YamlDotNet makes of these is no exception of its own: ArgumentException, InvalidOperationException.
    [Theory]
    [InlineData("- :")]
    [InlineData("name: !![")]
    [InlineData(": {\n>")]
    public void What_the_parser_stumbles_over_is_refused_all_the_same(string text) =>
        Assert.Contains("this is not YAML: ", ScenarioText.Error(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n# nothing but this\n")]
    public void An_empty_file_is_refused(string text) => Assert.Equal("the file is empty", ScenarioText.Error(text)[5..]);

    [Fact]
    public void A_file_of_several_documents_is_refused() =>
        Assert.EndsWith(
            "a scenario is one YAML document, not several", ScenarioText.Error("name: a\n---\nname: b\n"), StringComparison.Ordinal);
}
