using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>An open file descriptor; disposing it closes it.</summary>
internal sealed partial class Descriptor() : SafeHandle(-1, ownsHandle: true)
{
    // A libc call returns an int, and what the upper half of the register holds then is anybody's guess: -1 may arrive as 0xFFFFFFFF.
    public override bool IsInvalid => (int)handle < 0;

    // No second try after EINTR: Linux has released the number by then (close(2), NOTES).
    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int fd);
}
