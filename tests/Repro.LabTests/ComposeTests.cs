using System.Globalization;
using System.Text.RegularExpressions;

namespace Repro.LabTests;

/// <summary>The repository's compose file shows exhaustion without anything else of Repro.</summary>
[Collection(Calm.Tests)]
[Trait("Category", "Docker")]
public sealed partial class ComposeTests
{
    // A network of the test's own, beside a lab that may be up by hand.
    private static readonly Dictionary<string, string> Network = new() { ["REPRO_SUBNET"] = "198.19.254" };

    [Fact]
    public async Task Started_by_hand_it_runs_out_of_ports_and_says_so_in_its_logs()
    {
        await using var lab = await Compose.FindAsync(Network);
        await lab.DoAsync("up", "-d");

        // Docker's own DNS listens on one port of the range in one start of thirty.
        var ports = Number(Ports().Match(await lab.LineAsync("proxy", "local ports")));
        Assert.InRange(ports, 999, 1000);
        var said = Exhaustion().Match(await lab.LineAsync("proxy", "OUT OF PORTS"));
        Assert.True(said.Success, said.Value);
        Assert.Equal(2 * ports, Number(said));

        await lab.ClientsEndAsync();
        await lab.DoAsync("stop");
        Assert.Contains(
            $"5,500 requests, {2 * ports,6:N0} answered, {5500 - (2 * ports),6:N0} failed (connect/EADDRNOTAVAIL)",
            await lab.LineAsync("proxy", "in all:"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_averts_it()
    {
        await using var lab = await Compose.FindAsync(
            new Dictionary<string, string>(Network) { ["PROXY_TCP_TW_REUSE"] = "1", ["REPRO_DURATION"] = "6s" });
        await lab.DoAsync("up", "-d");

        await lab.ClientsEndAsync();
        await lab.DoAsync("stop");
        Assert.Contains(
            "3,000 requests,  3,000 answered,      0 failed", await lab.LineAsync("proxy", "in all:"), StringComparison.Ordinal);
    }

    private static int Number(Match match) =>
        int.Parse(match.Groups["number"].ValueSpan, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<number>[0-9,]+) local ports towards each destination")]
    private static partial Regex Ports();

    [GeneratedRegex(
        @"connect\(\) towards 198\.19\.254\.[78]:81 failed: EADDRNOTAVAIL, Cannot assign requested address\. "
        + @"(?<number>[0-9,]+) connections were opened before; "
        + @"(?<all>[0-9,]+) of \k<all> ports towards 198\.19\.254\.[78]:81 are in use, ")]
    private static partial Regex Exhaustion();
}
