using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>Waits for the end of a process that is not a child (pidfd_open(2), poll(2)).</summary>
internal static partial class ProcessWatch
{
    private const int PidfdOpenCall = 434; // the same number on every architecture
    private const short PollInput = 1;

    /// <summary>Blocks until process <paramref name="id"/> has ended. False where the kernel has no pidfd_open (before 5.3).</summary>
    public static bool WaitForExit(int id)
    {
        using var process = new Descriptor((int)PidfdOpen(PidfdOpenCall, id, 0));
        if (process.IsInvalid)
        {
            return Marshal.GetLastPInvokeError() == Errno.NoSuchProcess; // it has ended already
        }

        var poll = new PollEntry { Descriptor = process.Number, Events = PollInput };
        while (Poll(ref poll, 1, -1) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The id of the process that started this one, or of whoever adopted it.</summary>
    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int ParentId();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint PidfdOpen(nint number, int id, uint flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollEntry entries, nuint count, int timeoutMilliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
