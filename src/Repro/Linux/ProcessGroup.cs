using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>Signals to all processes of a group (kill(2) with a negative number).</summary>
internal static partial class ProcessGroup
{
    /// <summary>What Ctrl-C sends.</summary>
    public const int Interrupt = 2;

    /// <summary>What no process survives.</summary>
    public const int Kill = 9;

    /// <summary>Sends a signal to a group; does nothing where it has no process left.</summary>
    /// <param name="leader">The id of the process that the group began with.</param>
    /// <param name="signal">The signal.</param>
    public static void Signal(int leader, int signal) => _ = Send(-leader, signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Send(int process, int signal);
}
