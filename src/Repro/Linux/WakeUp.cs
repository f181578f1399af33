using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>An eventfd: any thread can make it readable, to wake a thread that waits in epoll.</summary>
internal sealed partial class WakeUp : IDisposable
{
    public WakeUp()
    {
        Descriptor = Create(0, SocketCalls.NonBlocking | SocketCalls.CloseOnExec);
        if (Descriptor.IsInvalid)
        {
            throw new IOException($"eventfd failed: {Errno.Name(Marshal.GetLastPInvokeError())}");
        }
    }

    public Descriptor Descriptor { get; }

    /// <summary>Makes the descriptor readable. Its only failure, a full counter, leaves it readable too.</summary>
    public void Raise() => _ = Write(Descriptor, 1UL, sizeof(ulong));

    /// <summary>Makes the descriptor unreadable again.</summary>
    public void Clear() => _ = Read(Descriptor, out _, sizeof(ulong));

    public void Dispose() => Descriptor.Dispose();

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial Descriptor Create(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(Descriptor target, in ulong value, nint length);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(Descriptor source, out ulong value, nint length);
}
