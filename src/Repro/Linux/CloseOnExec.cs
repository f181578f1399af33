using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>fcntl(2), F_SETFD: a descriptor that programs started from now on don't get.</summary>
internal static partial class CloseOnExec
{
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExecFlag = 1;

    /// <summary>Keeps an open descriptor to this process.</summary>
    public static void Set(SafeHandle descriptor)
    {
        if (Control(descriptor, SetDescriptorFlags, CloseOnExecFlag) < 0)
        {
            throw new IOException($"fcntl failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeHandle descriptor, int command, int argument);
}
