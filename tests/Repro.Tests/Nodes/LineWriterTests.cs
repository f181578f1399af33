using System.Text;
using Repro.Nodes;
using Repro.Recording;

namespace Repro.Tests.Nodes;

public sealed class LineWriterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Between the last look into the queue and the wait for more: one signal has to do for the line and for the end.
    [Fact]
    public async Task A_last_word_and_the_end_in_the_same_moment_are_both_heard()
    {
        using var output = new Hooked();
        using var written = new ManualResetEventSlim();
        var writer = new LineWriter(output);
        var end = new TaskCompletionSource<TestThread>(TaskCreationOptions.RunContinuationsAsynchronously);
        output.AtFlush = () =>
        {
            written.Wait(Patience);
            writer.Write(new NodeLine { End = new NodeEnd(0) });
            var thread = TestThread.Start(writer.Dispose);
            SpinWait.SpinUntil(() => thread.Waits, Patience);
            end.SetResult(thread);
        };
        writer.Write(new NodeLine { Done = true });
        written.Set();

        (await end.Task.WaitAsync(Patience)).Join();
        Assert.Equal("""
            {"done":true}
            {"end":{}}

            """, Encoding.UTF8.GetString(output.ToArray()), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void What_was_written_before_the_end_is_all_there()
    {
        using var output = new MemoryStream();
        using (var writer = new LineWriter(output))
        {
            for (var line = 0; line < 1000; line++)
            {
                writer.Write(new NodeLine { Done = true });
            }
        }

        Assert.Equal(1000, Encoding.UTF8.GetString(output.ToArray()).Count(letter => letter == '\n'));
    }

    private sealed class Hooked : MemoryStream
    {
        public Action? AtFlush { get; set; }

        public override void Flush()
        {
            var hook = AtFlush;
            if (hook is not null && Length > 0)
            {
                AtFlush = null;
                hook();
            }

            base.Flush();
        }
    }
}
