namespace Repro.LabTests;

/// <summary>For so long that its case says nothing.</summary>
public sealed class StandstillTests : StoppedHost
{
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(1.9);

    [Theory]
    [Trait("Fault", "A1")]
    [InlineData("proxy")]
    [InlineData("client-2")]
    [InlineData("backend-1")]
    public async Task A_host_that_is_stopped_for_two_seconds_before_the_first_failure_makes_its_case_invalid_and_is_named(string host)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        using var program = Start(scratch, "none*", "--set", "load.duration=22s");
        await StopAsync(program, CaseFile(scratch, "none@500"), host, timeWait: 1300, Standstill);

        var (exitCode, output, errors) = await program.EndAsync();
        Assert.True(exitCode == 4, $"exit code {exitCode}: {output} {errors}");
        var reasons = Case(output)["invalidReasons"]!.AsArray().Select(reason => (string)reason!);
        Assert.Contains(reasons, reason => reason.Split(" stood still for up to ") is [var hosts, _] && hosts.Split(", ").Contains(host));
    }
}
