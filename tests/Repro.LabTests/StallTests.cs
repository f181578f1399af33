namespace Repro.LabTests;

/// <summary>For so short that it is a question of some ports.</summary>
[Collection(Calm.Tests)]
public sealed class StallTests : StoppedHost
{
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(31);

    [Fact]
    [Trait("Fault", "A2")]
    public async Task A_stall_of_31_ms_just_below_the_threshold_of_reuse_is_borderline_whichever_way_it_went()
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        // 500 ports that may be taken over after a second, nearly: 97 % of what they carry.
        using var program = Start(
            scratch, "tw-reuse*", "--set", "proxy.sysctls.net.ipv4.ip_local_port_range=32768 33017", "--set", "load.rate=485/s");
        await StopAsync(program, CaseFile(scratch, "tw-reuse@485"), "proxy", timeWait: 450, Stall);

        var (exitCode, output, errors) = await program.EndAsync();
        Assert.True(exitCode is 0 or 1, $"exit code {exitCode}: {output} {errors}");
        Assert.Equal((true, "borderline"), ((bool)Case(output)["valid"]!, (string?)Case(output)["verdict"]));
        Assert.Matches(
            "^it needs .* of the 500 ports of proxy→backends at once, as requests were held up for [0-9]+ ms: ",
            (string?)Case(output)["borderline"]);
    }
}
