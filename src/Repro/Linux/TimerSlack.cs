using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>How late the kernel may make a timer of the calling thread in order to group wake-ups (50 µs unless told).</summary>
internal static partial class TimerSlack
{
    private const int SetTimerSlack = 29;

    /// <summary>Asks for the smallest slack, 1 ns, for the calling thread (prctl(2), PR_SET_TIMERSLACK). Never fails.</summary>
    public static void Minimize() => _ = Control(SetTimerSlack, 1, 0, 0, 0);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}
