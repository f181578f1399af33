namespace Repro.Drawing;

/// <summary>What ends when it is disposed.</summary>
/// <param name="end">What is to be done at its end.</param>
internal sealed class Ending(Action end) : IDisposable
{
    public void Dispose() => end();
}
