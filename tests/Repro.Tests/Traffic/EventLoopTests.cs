using System.Collections.Concurrent;
using Repro.Linux;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>
/// Whom the loop tells of what, with eventfds for descriptors: they are writable from the start, and readable once raised.
/// </summary>
public sealed class EventLoopTests : IDisposable
{
    private readonly EventLoop loop;

    public EventLoopTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the event loop is Linux's");
        loop = new EventLoop();
    }

    public void Dispose() => loop.Dispose();

    [Fact]
    public void An_event_of_a_descriptor_that_was_closed_in_the_same_turn_is_not_told_to_the_next_in_its_place()
    {
        var closed = new WakeUp();
        using var first = new WakeUp();
        var heard = new List<string>();
        WakeUp? next = null;
        var slot = -1;
        loop.Watch(first.Descriptor.Number, new Handler(readiness =>
        {
            heard.Add($"first {readiness}");
            loop.Forget(slot);
            closed.Dispose();
            next = new WakeUp();
            Assert.Equal(slot, loop.Watch(next.Descriptor.Number, new Handler(its =>
            {
                heard.Add($"next {its}");
                loop.Stop();
            })));
        }));
        slot = loop.Watch(closed.Descriptor.Number, new Handler(readiness => heard.Add($"closed {readiness}")));
        first.Raise();
        closed.Raise();

        loop.Run(_ => null);

        next!.Dispose();
        Assert.Equal(["first Input, Output", "next Output"], heard);
    }

    [Fact]
    public void Each_write_wakes_although_nobody_reads()
    {
        using var wakeUp = new WakeUp();
        var turns = 0;
        var heard = 0;
        loop.Watch(wakeUp.Descriptor.Number, new Handler(_ =>
        {
            if (++heard == 5)
            {
                loop.Stop();
            }
            else
            {
                wakeUp.Raise();
            }
        }));

        loop.Run(_ =>
        {
            turns++;
            return null;
        });

        Assert.Equal(5, heard);
        Assert.InRange(turns, 5, int.MaxValue);
    }

    [Fact]
    public void What_is_posted_runs_once_each_before_the_loop_runs_and_from_any_thread()
    {
        const int Threads = 4;
        const int Each = 2000;
        var ran = new ConcurrentDictionary<int, int>();
        loop.Post(() => ran[-1] = 1);
        using var posting = TestThread.Start(() => TestThread.Together(Threads, thread =>
        {
            for (var number = 0; number < Each; number++)
            {
                var mine = (thread * Each) + number;
                loop.Post(() => ran.AddOrUpdate(mine, 1, (_, times) => times + 1));
            }
        }));

        // Nothing else wakes it: a write that were lost would leave it waiting for ever.
        loop.Run(_ =>
        {
            if (ran.Count == (Threads * Each) + 1)
            {
                loop.Stop();
            }

            return null;
        });

        posting.Join();
        Assert.All(ran.Values, times => Assert.Equal(1, times));
    }

    private sealed class Handler(Action<Readiness> ready) : IReadyHandler
    {
        public void OnReady(Readiness readiness) => ready(readiness);
    }
}
