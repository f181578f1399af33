using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>An open file descriptor; disposing it closes it. Whoever opens it disposes of it: it is not closed by itself.</summary>
/// <param name="number">Its number, or -1 where opening failed.</param>
internal sealed partial class Descriptor(int number) : IDisposable
{
    /// <summary>Its number; -1 once it is closed.</summary>
    public int Number { get; private set; } = number;

    public bool IsInvalid => Number < 0;

    public void Dispose()
    {
        if (!IsInvalid)
        {
            Close(Number);
            Number = -1;
        }
    }

    /// <summary>close(2). No second try after EINTR: Linux has released the number by then (NOTES there).</summary>
    [LibraryImport("libc", EntryPoint = "close")]
    public static partial void Close(int number);
}
