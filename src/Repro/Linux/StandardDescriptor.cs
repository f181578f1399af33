using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>fcntl(2), F_GETFD: whether a standard stream is the one that this program was started with.</summary>
public static partial class StandardDescriptor
{
    /// <summary>The descriptor of standard output.</summary>
    public const int Output = 1;

    /// <summary>The descriptor of standard error.</summary>
    public const int Error = 2;

    private const int GetDescriptorFlags = 1;
    private const int CloseOnExecFlag = 1;

    /// <summary>
    /// Whether it was open when the program started. Of one that was not the runtime takes the number for a pipe of its own, and what is
    /// written there is read as something else; but all that the runtime opens is closed on exec, which nothing that came through exec can be.
    /// </summary>
    public static bool IsOpen(int descriptor) =>
        !OperatingSystem.IsLinux() || (Control(descriptor, GetDescriptorFlags, 0) is var flags && flags >= 0 && (flags & CloseOnExecFlag) == 0);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);
}
