using System.Collections.Concurrent;
using System.Diagnostics;
using Repro.Labs.Netns;

namespace Repro.Tests.Labs.Netns;

public sealed class SandboxFeedTests
{
    [Fact]
    public void Lines_of_the_program_inside_come_out_in_order_the_last_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a shell writes to a descriptor that it has been handed");
        var lines = new ConcurrentQueue<string>();
        using (var feed = new SandboxFeed(lines.Enqueue))
        {
            var start = new ProcessStartInfo("sh", ["-c", "exec 3>/proc/self/fd/$REPRO_FEED; echo one >&3; echo two >&3; echo three >&3"]);
            feed.AddTo(start.Environment);
            using var inside = Process.Start(start)!;
            feed.Listen();
            inside.WaitForExit();
        }

        Assert.Equal(["one", "two", "three"], lines);
    }

    [Fact]
    public void Where_nobody_listens_there_is_nowhere_to_write() => Assert.Null(SandboxFeed.Open());
}
