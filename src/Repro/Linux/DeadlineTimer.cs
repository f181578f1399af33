using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>
/// A timerfd on CLOCK_MONOTONIC with absolute deadlines: the clock of <see cref="System.Diagnostics.Stopwatch"/> on Linux, in
/// nanoseconds. It becomes readable when the deadline has passed.
/// </summary>
internal sealed unsafe partial class DeadlineTimer : IDisposable
{
    private const int ClockMonotonic = 1;
    private const int AbsoluteTime = 1;
    private const long NanosecondsPerSecond = 1_000_000_000;

    public DeadlineTimer()
    {
        Descriptor = new Descriptor(Create(ClockMonotonic, SocketCalls.NonBlocking | SocketCalls.CloseOnExec));
        if (Descriptor.IsInvalid)
        {
            throw new IOException($"timerfd_create failed: {Errno.Name(Marshal.GetLastPInvokeError())}");
        }
    }

    public Descriptor Descriptor { get; }

    /// <summary>Sets the deadline, or disarms the timer when it is null. Setting it also clears an expiry that was not read.</summary>
    public void Set(long? deadlineNanoseconds)
    {
        // A value of zero would disarm; the first nanosecond since boot is as good for a deadline in the past.
        var value = deadlineNanoseconds is { } deadline ? Math.Max(1, deadline) : 0;
        var specification = stackalloc long[4] { 0, 0, value / NanosecondsPerSecond, value % NanosecondsPerSecond };
        if (SetTime(Descriptor.Number, AbsoluteTime, specification, null) != 0)
        {
            throw new IOException($"timerfd_settime failed: {Errno.Name(Marshal.GetLastPInvokeError())}");
        }
    }

    public void Dispose() => Descriptor.Dispose();

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    private static partial int Create(int clock, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    private static partial int SetTime(int timer, int flags, long* value, long* old);
}
