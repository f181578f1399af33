using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Repro.Cli;
using Repro.Progress;
using Repro.Tests.Progress;

namespace Repro.Tests.Cli;

public sealed class ProgressFeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void The_last_word_comes_last()
    {
        var lines = new ConcurrentQueue<string>();
        using (var feed = new ProgressFeed(() => States.Run(States.Running), lines.Enqueue))
        {
            Assert.True(SpinWait.SpinUntil(() => !lines.IsEmpty, Patience));
            feed.End(States.Run(States.Done) with { End = new RunConclusion("/report.html", null, "", []) });
        }

        Assert.Null(JsonNode.Parse(lines.First())!["end"]);
        Assert.Equal("/report.html", (string?)JsonNode.Parse(lines.Last())!["end"]!["report"]);
    }

    [Fact]
    public async Task A_listener_that_hears_nothing_keeps_nobody_from_ending()
    {
        // The feed's thread may come to it after this test has ended: so it is nothing that can be disposed of.
        var hears = new TaskCompletionSource();
        var feed = new ProgressFeed(() => States.Run(States.Running), _ => ((IAsyncResult)hears.Task).AsyncWaitHandle.WaitOne());
        await Task.Run(feed.Dispose).WaitAsync(Patience);
        hears.SetResult();
    }

    [Fact]
    public void A_listener_that_has_gone_is_no_error()
    {
        var told = 0;
        using var feed = new ProgressFeed(() => States.Run(States.Running), _ =>
        {
            Interlocked.Increment(ref told);
            throw new IOException("Broken pipe");
        });
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref told) == 1, Patience));
    }
}
