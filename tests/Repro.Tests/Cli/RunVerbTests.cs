using Repro.Cli;

namespace Repro.Tests.Cli;

public sealed class RunVerbTests
{
    [Theory]
    [InlineData("quick.yaml")]
    [InlineData("--serve quick.yaml")]
    [InlineData("quick.yaml --serve --json")]
    [InlineData("--serve-port 8231 quick.yaml")]
    [InlineData("quick.yaml --serve --serve-port 65535")]
    public void Serve_stands_anywhere_and_a_port_may_be_chosen(string arguments) =>
        Assert.Empty(RunVerb.Create([]).Parse(arguments).Errors);

    [Theory]
    [InlineData("--serve-port 0", "--serve-port takes a port, 1 to 65535: '0' is none.")]
    [InlineData("--serve-port 65536", "--serve-port takes a port, 1 to 65535: '65536' is none.")]
    [InlineData("--serve-port x", "--serve-port takes a port, 1 to 65535: 'x' is none.")]
    [InlineData("--serve-port", "Required argument missing for option: '--serve-port'.")]
    [InlineData("--serve 8231", "Unrecognized command or argument '8231'.")]
    [InlineData("--parallel x", "--parallel takes a number of cases, 1 to 1000: 'x' is none.")]
    [InlineData("--parallel 0", "--parallel takes a number of cases, 1 to 1000: '0' is none.")]
    [InlineData("--parallel -1", "--parallel takes a number of cases, 1 to 1000: '-1' is none.")]
    public void What_is_no_number_of_the_range_is_refused_with_the_range(string arguments, string message) =>
        Assert.Equal(message, Assert.Single(RunVerb.Create([]).Parse($"quick.yaml {arguments}").Errors).Message);
}
