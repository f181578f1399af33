namespace Repro.Tests;

/// <summary>
/// Test assemblies of one user run one after the other, however they are started: lab tests measure, and others at their side would take
/// the processors.
/// </summary>
public sealed class OneAtATime : IAsyncLifetime
{
    private static readonly string Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"repro-tests-{Environment.UserName}.lock");
    private FileStream? turn;

    public async ValueTask InitializeAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!TryTake())
        {
            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (turn is not null)
        {
            await turn.DisposeAsync();
        }
    }

    private bool TryTake()
    {
        try
        {
            turn = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false; // another assembly's
        }
    }
}
