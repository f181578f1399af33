using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>An eventfd: any thread can make it readable, to wake a thread that waits in epoll.</summary>
internal sealed partial class WakeUp : IDisposable
{
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

    public void Dispose() => Descriptor.Dispose();

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int Create(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int target, in ulong value, nint length);
}
