using Repro.Cli;

namespace Repro.Tests.Cli;

public sealed class RunVerbTests
{
    [Theory]
    [InlineData("quick.yaml")]
    [InlineData("quick.yaml --serve")]
    [InlineData("quick.yaml --serve 8231")]
    [InlineData("--serve 8231 quick.yaml")]
    [InlineData("quick.yaml --serve --json")]
    public void Serve_takes_a_port_or_none(string arguments) => Assert.Empty(RunVerb.Create([]).Parse(arguments).Errors);

    [Theory]
    [InlineData("quick.yaml --serve 0")]
    [InlineData("quick.yaml --serve 65536")]
    [InlineData("quick.yaml --serve=x")]
    [InlineData("--serve quick.yaml other.yaml")]
    public void What_is_no_port_is_refused_with_what_to_do(string arguments) =>
        Assert.Contains("--serve 8230, or put --serve last", Assert.Single(RunVerb.Create([]).Parse(arguments).Errors).Message, StringComparison.Ordinal);
}
