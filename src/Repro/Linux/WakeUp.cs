using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>An eventfd: any thread can make it readable, to wake a thread that waits in epoll, or for it alone.</summary>
internal sealed unsafe partial class WakeUp : IDisposable
{
    private const short PollInput = 1;
    private const long NanosecondsPerSecond = 1_000_000_000;

    public WakeUp()
    {
        Descriptor = new Descriptor(Create(0, SocketCalls.NonBlocking | SocketCalls.CloseOnExec));
        if (Descriptor.IsInvalid)
        {
            throw new IOException($"eventfd failed: {Errno.Name(Marshal.GetLastPInvokeError())}");
        }
    }

    public Descriptor Descriptor { get; }

    /// <summary>
    /// Makes the descriptor readable, which it stays: edge-triggered, epoll tells of each write anew (eventfd_write, fs/eventfd.c), so that
    /// nobody has to read it.
    /// </summary>
    public void Raise() => _ = Write(Descriptor.Number, 1UL, sizeof(ulong));

    /// <summary>
    /// Waits until it is raised, which is true then, or until a moment of CLOCK_MONOTONIC in nanoseconds has come.
    /// </summary>
    public bool AwaitUntil(long nanoseconds)
    {
        var poll = new Poll(Descriptor.Number, PollInput, 0);
        var timeout = stackalloc long[2];
        while (true)
        {
            var left = Math.Max(0, nanoseconds - Stopwatch.GetTimestamp());
            (timeout[0], timeout[1]) = (left / NanosecondsPerSecond, left % NanosecondsPerSecond);
            switch (WaitFor(&poll, 1, timeout, null))
            {
                case > 0:
                    return true;
                case 0:
                    return false;
                case var _ when Marshal.GetLastPInvokeError() is var errno and not Errno.Interrupted:
                    throw new IOException($"ppoll failed: {Errno.Name(errno)}");
            }
        }
    }

    /// <summary>
    /// The same, and takes it back that it was raised: the next wait is for the next time. One thread alone may wait so.
    /// </summary>
    public void Await(long nanoseconds)
    {
        if (AwaitUntil(nanoseconds))
        {
            _ = Read(Descriptor.Number, out _, sizeof(ulong));
        }
    }

    public void Dispose() => Descriptor.Dispose();

    private readonly record struct Poll(int Descriptor, short Wanted, short Found);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int source, out ulong value, nint length);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    private static partial int WaitFor(Poll* polls, nuint count, long* timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int Create(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int target, in ulong value, nint length);
}
