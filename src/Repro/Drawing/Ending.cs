namespace Repro.Drawing;

/// <summary>What ends when it is disposed.</summary>
/// <param name="end">Ends it.</param>
internal sealed class Ending(Action end) : IDisposable
{
    public void Dispose() => end();
}
