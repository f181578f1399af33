namespace Repro.LabTests;

/// <summary>The repository's compose file shows exhaustion without anything else of Repro.</summary>
public sealed class ComposeTests
{
    // A network of the test's own, beside a lab that may be up by hand.
    private static readonly Dictionary<string, string> Network = new() { ["REPRO_SUBNET"] = "198.19.254" };

    [SkippableFact]
    public async Task Started_by_hand_it_runs_out_of_ports_and_says_so_in_its_logs()
    {
        await using var lab = await Compose.FindAsync(Network);
        await lab.DoAsync("up", "-d");

        var line = await lab.LineAsync("proxy", "OUT OF PORTS");
        Assert.Contains("connect() towards 198.19.254.", line, StringComparison.Ordinal);
        Assert.Contains("EADDRNOTAVAIL, Cannot assign requested address. 2,000 connections were opened before; ", line, StringComparison.Ordinal);
        Assert.Contains("; 1,000 of 1,000 ports towards 198.19.254.", line, StringComparison.Ordinal);

        await lab.LineAsync("client-1", "in all:");
        await lab.DoAsync("stop");
        Assert.Contains(
            "5,500 requests,  2,000 answered,  3,500 failed (connect/EADDRNOTAVAIL)", await lab.LineAsync("proxy", "in all:"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_variable_averts_it()
    {
        await using var lab = await Compose.FindAsync(
            new Dictionary<string, string>(Network) { ["PROXY_TCP_TW_REUSE"] = "1", ["REPRO_DURATION"] = "6s" });
        await lab.DoAsync("up", "-d");

        await lab.LineAsync("client-1", "in all:");
        await lab.DoAsync("stop");
        Assert.Contains("3,000 requests,  3,000 answered,      0 failed", await lab.LineAsync("proxy", "in all:"), StringComparison.Ordinal);
    }
}
