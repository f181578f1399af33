using System.Text;
using Repro.Nodes;
using Repro.Recording;

namespace Repro.Tests.Nodes;

public sealed class LineWriterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Between the last look into the queue and the wait for more: one signal has to do for the line and for the end.
    [Fact]
    public void A_last_word_and_the_end_in_the_same_moment_are_both_heard()
    {
        using var output = new Hooked();
        var writer = new LineWriter(output);
        var end = new Thread(writer.Dispose);
        output.AtFlush = () =>
        {
            writer.Write(new NodeLine { End = new NodeEnd(0) });
            end.Start();
            SpinWait.SpinUntil(() => end.ThreadState == ThreadState.WaitSleepJoin, Patience);
        };
        writer.Write(new NodeLine { Done = true });

        Assert.True(SpinWait.SpinUntil(() => end.ThreadState == ThreadState.Stopped, Patience), "the writer waits for ever");
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
