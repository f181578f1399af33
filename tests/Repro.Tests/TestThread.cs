using System.Runtime.ExceptionServices;

namespace Repro.Tests;

/// <summary>
/// A thread of a test: what it throws is that test's failure, with its stack, where on a thread of nobody it would end the process and all
/// tests with it. It has ended when the test has.
/// </summary>
internal sealed class TestThread : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Thread thread;
    private ExceptionDispatchInfo? thrown;

#pragma warning disable RS0030 // the one place that looks after what it throws
    private TestThread(Action body) => thread = new Thread(() =>
#pragma warning restore RS0030
    {
        try
        {
            body();
        }
        catch (Exception exception)
        {
            thrown = ExceptionDispatchInfo.Capture(exception);
        }
    })
    {
        IsBackground = true,
    };

    /// <summary>Whether it waits for something.</summary>
    public bool Waits => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin);

    public static TestThread Start(Action body)
    {
        var started = new TestThread(body);
        started.thread.Start();
        return started;
    }

    /// <summary>Runs this on so many threads, which begin together, and waits for them all.</summary>
    public static void Together(int count, Action<int> body)
    {
        using var together = new Barrier(count);
        var threads = Enumerable.Range(0, count).Select(number => Start(() =>
        {
            together.SignalAndWait();
            body(number);
        })).ToList();
        threads.ForEach(thread => thread.thread.Join(Patience));
        threads.ForEach(thread => thread.Join());
    }

    /// <summary>Waits for its end; fails where it threw, or does not end.</summary>
    public void Join()
    {
        Assert.True(thread.Join(Patience), "a thread of the test does not end");
        thrown?.Throw();
    }

    public void Dispose() => Join();
}
