namespace Repro.Tests;

public sealed class TestThreadTests
{
    [Fact]
    public void What_a_thread_throws_fails_its_test_with_the_threads_stack()
    {
        var thread = TestThread.Start(ThrowOnItsThread);
        var thrown = Assert.Throws<InvalidOperationException>(thread.Join);

        Assert.Contains(nameof(ThrowOnItsThread), thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_threads_that_begin_together_all_have_ended_when_one_has_failed()
    {
        var ended = 0;
        Assert.Throws<InvalidOperationException>(() => TestThread.Together(4, number =>
        {
            if (number == 0)
            {
                ThrowOnItsThread();
            }

            Interlocked.Increment(ref ended);
        }));

        Assert.Equal(3, ended);
    }

    private static void ThrowOnItsThread() => throw new InvalidOperationException("no such thing");
}
