using System.Text.Json.Nodes;
using Repro.Labs.Docker;

namespace Repro.Tests.Labs.Docker;

public sealed class ContainedHostTests
{
    [Fact]
    public void It_says_what_the_sysctls_that_it_was_asked_for_are_and_hands_on_the_lines_after_the_first_but_for_the_empty_ones()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the sysctls are Linux's");
        using var output = new StringWriter();
        using var input = new StringReader(
            """{"addresses":[],"prefixLength":24,"sysctls":["net.ipv4.ip_local_port_range","net.ipv4.no_such_thing"]}"""
            + "\n\nfirst\n\n\nsecond\n");
        using var rest = ContainedHost.SetUp(input, output, TimeProvider.System);

        Assert.Equal(("first", "second", null), (rest.ReadLine(), rest.ReadLine(), rest.ReadLine()));
        var answer = JsonNode.Parse(output.ToString())!;
        Assert.Equal(["net.ipv4.ip_local_port_range"], answer["sysctls"]!.AsObject().Select(pair => pair.Key));
        Assert.Matches("^[0-9]+ [0-9]+$", (string)answer["sysctls"]!["net.ipv4.ip_local_port_range"]!);
        Assert.Null(answer["problem"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null\n")]
    public void Without_a_first_line_it_is_no_container_of_ours(string input)
    {
        using var reader = new StringReader(input);
        Assert.Contains(
            "to be told its host on standard input",
            Assert.Throws<ReproException>(() => ContainedHost.SetUp(reader, TextWriter.Null, TimeProvider.System)).Message,
            StringComparison.Ordinal);
    }
}
