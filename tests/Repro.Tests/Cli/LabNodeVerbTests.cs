using Repro.Cli;

namespace Repro.Tests.Cli;

public sealed class LabNodeVerbTests
{
    [Theory]
    [InlineData("client --target 198.18.0.1:80 --share 4/4")]
    [InlineData("client --target 198.18.0.1:80 --set load.rate=5/s")]
    [InlineData("proxy --listen 198.18.0.1:80 --target 198.18.0.2:81 --target 198.18.0.2:82")]
    [InlineData("backend --listen 198.18.0.2:81")]
    [InlineData("proxy --listen [2001:2::1]:80 --target [2001:2::2]:81")]
    public void A_node_is_told_where_it_is(string arguments) => Assert.Empty(LabVerb.Create().Parse(arguments).Errors);

    [Theory]
    [InlineData("client")]
    [InlineData("client --target 198.18.0.1")]
    [InlineData("client --target proxy:80")]
    [InlineData("client --target ::1:80")]
    [InlineData("client --target [::1]")]
    [InlineData("client --target 198.18.0.1:80 --share 5/4")]
    [InlineData("client --target 198.18.0.1:80 --share 0/4")]
    [InlineData("client --target 198.18.0.1:80 --share 1")]
    [InlineData("proxy --listen 198.18.0.1:80")]
    [InlineData("proxy --target 198.18.0.1:80")]
    [InlineData("backend")]
    public void What_is_no_place_or_no_share_is_refused(string arguments) => Assert.NotEmpty(LabVerb.Create().Parse(arguments).Errors);
}
