namespace Repro.LabTests;

/// <summary>What is told to end: how soon nothing of it is left is measured.</summary>
[Collection(Calm.Tests)]
public sealed class EndSignalTests : EarlyEnd
{
    [Theory]
    [InlineData("-HUP")]
    [InlineData("-TERM")]
    public async Task A_signal_to_end_leaves_the_report_of_what_there_is(string signal)
    {
        await Requirement.NetnsAsync();
        using var scratch = new Scratch();
        // A session of its own, all of which is hung up on, as a terminal's is.
        using var program = Program.Start(["run", scratch.Write("scenario.yaml", Scenario), "--out", scratch.Path("run")], session: true);
        await UntilAsync(program, () => HasSamples(scratch, "none@50"));
        var tree = ProcessTree.Of(program.Process.Id);
        Kill(-program.Process.Id, signal);

        var (exitCode, output, errors) = await program.EndAsync(Patience);
        Assert.True(exitCode == 130, $"exit code {exitCode}: {errors}");
        Assert.Contains("cut off before its end", output, StringComparison.Ordinal);
        Assert.True(File.Exists(scratch.Path("run/report.html")));
        Assert.True(tree.IsGoneWithin(TimeSpan.FromSeconds(2)), "processes or namespaces are left");
    }
}
