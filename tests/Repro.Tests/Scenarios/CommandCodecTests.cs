using FsCheck.Fluent;
using Repro.Model;
using Repro.Scenarios;

namespace Repro.Tests.Scenarios;

public sealed class CommandCodecTests
{
    [Theory]
    [InlineData("wrk -c 4 {target}", "wrk|-c|4|{target}")]
    [InlineData("  ab\t-n  1 {target}/ ", "ab|-n|1|{target}/")]
    [InlineData("hey -H 'Connection: close' {target}", "hey|-H|Connection: close|{target}")]
    [InlineData("a \"b 'c' \\\" d\" '\\e' f\\ g ''", "a|b 'c' \" d|\\e|f g|")]
    [InlineData("a'b'\"c\"d $HOME * | > &", "abcd|$HOME|*|||>|&")]
    public void Split_Line_WordsAsAShellHasThemAndNothingElseOfOne(string line, string words) =>
        Assert.Equal(words.Replace("|||", "|\0|", StringComparison.Ordinal).Split('|').Select(word => word == "\0" ? "|" : word),
            CommandCodec.Split(line));

    [Theory]
    [InlineData("a 'b")]
    [InlineData("a \"b")]
    [InlineData("a \\")]
    public void Split_WhatIsNotClosed_Null(string line) => Assert.Null(CommandCodec.Split(line));

    [Fact]
    public void Split_WhatWasJoined_TheSameWords() =>
        Gen.Elements('a', 'Z', '0', ' ', '\t', '\n', '\'', '"', '\\', '{', '}', '$', '|', 'é', '→', '-').Listed(6)
            .Select(letters => string.Concat(letters)).Listed(5)
            .ForAll(words => Assert.Equal(words, CommandCodec.Split(CommandCodec.Join(words))));

    [Theory]
    [InlineData("[wrk, -c, '4', '{target}']")]
    [InlineData("wrk -c 4 {target}")]
    public void A_command_is_a_line_or_a_list_of_words(string yaml) => Assert.Equal(
        new CommandLine(["wrk", "-c", "4", "{target}"]), ScenarioText.Parse($"load: {{ command: \"{yaml}\" }}".Replace(
            "\"[", "[", StringComparison.Ordinal).Replace("]\"", "]", StringComparison.Ordinal)).Conditions.Load.Command);

    [Fact]
    public void Without_one_or_with_none_the_builtin_client_sends_the_load()
    {
        Assert.Null(ScenarioText.Parse("{}").Conditions.Load.Command);
        Assert.Null(ScenarioText.Parse("load: { command: 'wrk {target}' }", "load.command=none").Conditions.Load.Command);
        Assert.Equal("\\none", CommandCodec.Join(["none"]));
    }

    [Theory]
    [InlineData("wrk {url}",
        "nothing is known of {url}; write any of {target}, {address}, {port}, {rate}, {duration}, {client}, {clients}, "
        + "and doubled braces for braces")]
    [InlineData("wrk -c 4 http://10.0.0.1/", "nothing in the command says where to send to; write any of {target}, {address}")]
    [InlineData("''", "'''' is not valid here; write a program and its arguments, as a line or as a list of words, or none")]
    [InlineData("wrk ' {target}",
        "'wrk ' {target}' is not valid here; write a program and its arguments, as a line or as a list of words, or none")]
    public void A_command_that_cant_be_is_refused_with_what_can(string command, string error) =>
        Assert.Equal($"1:18: {error}", ScenarioText.Error($"load: {{ command: \"{command}\" }}"));

    [Theory]
    [InlineData("{target}/x", "http://10.0.0.1:81/x")]
    [InlineData("{address} {port}", "10.0.0.1 81")]
    [InlineData("{rate} for {duration}s", "62.5 for 1.5s")]
    [InlineData("{client} of {clients}", "2 of 4")]
    [InlineData("{{target}} {\"a\":1} {} {A}", "{target} {\"a\":1} {} {A}")]
    public void Fill_Word_WhatItStandsFor(string word, string filled) => Assert.Equal(
        ["x", filled],
        CommandPlaceholders.Fill(
            new CommandLine(["x", word]), "10.0.0.1", false, 81,
            new Load { Rate = new Rate(250), Duration = TimeSpan.FromSeconds(1.5) }, 2, 4));

    [Fact]
    public void Fill_AddressOfIpv6_InBracketsInAUrlAlone() => Assert.Equal(
        ["http://[2001:db8::1]:81", "2001:db8::1"],
        CommandPlaceholders.Fill(new CommandLine(["{target}", "{address}"]), "2001:db8::1", true, 81, new Load(), 1, 1));
}
