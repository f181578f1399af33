using Repro.Docker;

namespace Repro.Labs.Docker;

/// <summary>Asks an engine again and again whether it is there: one that hangs cuts no stream.</summary>
internal sealed class EngineWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    /// <summary>Begins to ask.</summary>
    public EngineWatch(Engine engine, TimeProvider time) => watching = WatchAsync(engine, time);

    /// <summary>Cancelled when it did not answer.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>How it did not.</summary>
    public EngineException? Failure { get; private set; }

    /// <summary>Runs what needs the engine, and gives it up with the engine.</summary>
    /// <exception cref="EngineException">It did not answer.</exception>
    public async Task<T> WhileThereAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Lost);
        try
        {
            return await work(ends.Token);
        }
        catch (OperationCanceledException) when (Failure is not null && !cancellationToken.IsCancellationRequested)
        {
            throw Failure;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
        {
            return;
        }

        await stop.CancelAsync();
        await watching;
        stop.Dispose();
        lost.Dispose();
    }

    private async Task WatchAsync(Engine engine, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                await engine.PingAsync(Patience, stop.Token);
            }
        }
        catch (EngineException exception)
        {
            Failure = exception;
            await lost.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // Nobody needs to know any more.
        }
    }
}
