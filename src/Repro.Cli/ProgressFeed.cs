using Repro.Progress;

namespace Repro.Cli;

/// <summary>
/// Tells somebody else how a run goes, some times a second. It has a thread of its own, and asks for the run's state when it is to be told:
/// a slow listener hears less, and nobody waits.
/// </summary>
internal sealed class ProgressFeed : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Func<RunProgress> progress;
    private readonly Action<string> tell;
    private readonly ManualResetEvent ended = new(initialState: false);
    private readonly Thread thread;
    private volatile RunProgress? last;

    /// <param name="progress">The run as it is when asked.</param>
    /// <param name="tell">Takes it as a line of JSON; may block.</param>
    public ProgressFeed(Func<RunProgress> progress, Action<string> tell)
    {
        this.progress = progress;
        this.tell = tell;
        thread = new Thread(Run) { IsBackground = true, Name = "progress" };
        thread.Start();
    }

    /// <summary>Ends with what came of the run.</summary>
    public void End(RunProgress word) => last = word;

    /// <summary>Ends; does not wait for a listener that hears nothing.</summary>
    public void Dispose()
    {
        ended.Set();
        if (thread.Join(Patience))
        {
            ended.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            do
            {
                tell(progress().ToJson());
            }
            while (!ended.WaitOne(Interval));

            if (last is { } word)
            {
                tell(word.ToJson());
            }
        }
        catch (IOException)
        {
            // Nobody listens any more.
        }
    }
}
