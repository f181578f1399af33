using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>_exit(2): the end of the process, at once.</summary>
public static partial class ImmediateExit
{
    /// <summary>The exit code that a shell reports for a process that SIGKILL ended.</summary>
    internal const int Killed = 128 + 9;

    /// <summary>
    /// Ends the process without running anything of it. The first process of a pid namespace can't end itself by a signal: signals
    /// from inside, SIGKILL among them, don't reach it (pid_namespaces(7)).
    /// </summary>
    /// <param name="exitCode">Its exit code.</param>
    public static void Now(int exitCode) => Exit(exitCode);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int exitCode);
}
