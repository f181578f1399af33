using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>The scheduling class of threads that run where nobody else wants the processor: SCHED_IDLE of sched(7).</summary>
internal static unsafe partial class IdleClass
{
    private const int SchedIdle = 5;

    // Of a thread, in spite of its name: 0 is the caller (sched_setscheduler(2)).
    private const int ThisThread = 0;

    /// <summary>
    /// Puts the calling thread into it, for good: without privileges there is no way back. Where that is refused the thread stays as it is.
    /// </summary>
    public static void Enter()
    {
        var priority = 0;
        _ = SetScheduler(ThisThread, SchedIdle, &priority);
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, int* priority);
}
