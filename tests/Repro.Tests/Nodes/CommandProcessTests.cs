using System.Collections.Concurrent;
using Repro.Nodes;

namespace Repro.Tests.Nodes;

public sealed class CommandProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_program_is_ended_with_what_it_has_started_and_its_words_are_kept()
    {
        Requirement();
        using var said = new BlockingCollection<string>();
        // The child outlives the program that has started it.
        using var process = new CommandProcess(["sh", "-c", "sleep 1000 & echo $!; echo 'now then' >&2; exit 3"], said.Add);
        Assert.True(said.TryTake(out var first, Patience));
        Assert.True(said.TryTake(out var second, Patience));
        var child = int.Parse(first == "now then" ? second! : first!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(SpinWait.SpinUntil(() => process.ExitCode is not null, Patience));
        Assert.True(IsRunning(child));

        var last = process.End();

        Assert.Equal(3, process.ExitCode);
        Assert.Equal(["now then", $"{child}"], last.OrderDescending(StringComparer.Ordinal));
        Assert.True(SpinWait.SpinUntil(() => !IsRunning(child), Patience));
    }

    [Fact]
    public void One_that_is_interrupted_may_say_what_it_found()
    {
        Requirement();
        using var said = new BlockingCollection<string>();
        using var process = new CommandProcess(
            ["sh", "-c", "trap 'echo found; exit 0' INT; echo ready; while :; do sleep 0.1; done"], said.Add);
        Assert.True(said.TryTake(out _, Patience));

        process.Interrupt();

        Assert.True(SpinWait.SpinUntil(() => process.ExitCode == 0, Patience));
        Assert.Contains("found", process.End());
    }

    [Fact]
    public void What_has_no_end_of_a_line_is_cut()
    {
        Requirement();
        using var said = new BlockingCollection<string>();
        using var process = new CommandProcess(["sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo done"], said.Add);
        Assert.True(said.TryTake(out var line, Patience));
        Assert.True(said.TryTake(out var next, Patience));

        Assert.Equal((new string('x', 1000), "done"), (line, next));
        process.End();
    }

    [Theory]
    [InlineData("apr_socket_connect(): Cannot assign requested address (99)", true)]
    [InlineData("Error: connect EADDRNOTAVAIL 10.0.0.1:81", true)]
    [InlineData("apr_socket_connect(): Connection refused (111)", false)]
    public void That_it_had_no_address_left_is_known_by_its_own_words(string line, bool isKnown)
    {
        Requirement();
        using var process = new CommandProcess(["echo", line], _ => { });
        Assert.True(SpinWait.SpinUntil(() => process.ExitCode is not null, Patience));

        process.End();

        Assert.Equal(isKnown, process.SaidSo);
    }

    [Fact]
    public void One_that_is_not_there_ends_by_saying_so()
    {
        Requirement();
        using var process = new CommandProcess(["no-such-program"], _ => { });

        Assert.True(SpinWait.SpinUntil(() => process.ExitCode is not null, Patience));
        Assert.Equal(127, process.ExitCode);
        Assert.Contains("no-such-program", string.Join(' ', process.End()), StringComparison.Ordinal);
    }

    private static void Requirement()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("setsid(1) and setpriv(1) are Linux'");
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            // One that has ended may wait for whoever adopted it.
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0] != 'Z';
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
