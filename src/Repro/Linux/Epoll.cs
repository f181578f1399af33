using System.Runtime.InteropServices;

namespace Repro.Linux;

/// <summary>What a descriptor is ready for: the bits of epoll_ctl(2).</summary>
[Flags]
internal enum Readiness : uint
{
    None = 0,
    Input = 0x1,
    Output = 0x4,
    Error = 0x8,
    HangUp = 0x10,

    /// <summary>The other side has closed its direction (EPOLLRDHUP).</summary>
    PeerClosed = 0x2000,
}

/// <summary>An epoll instance, whose events carry a 64-bit token of the caller's choice.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int ControlAdd = 1;
    private const int MaxEvents = 256;

    // struct epoll_event is packed on x86-64 alone (EPOLL_PACKED in sys/epoll.h), so the token lies at byte 4 there and at 8 elsewhere.
    private static readonly int TokenOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = TokenOffset + 8;

    private readonly Descriptor descriptor;
    private readonly byte[] events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);

    public Epoll()
    {
        descriptor = new Descriptor(Create(SocketCalls.CloseOnExec));
        if (descriptor.IsInvalid)
        {
            throw new IOException($"epoll_create1 failed: {Errno.Name(Marshal.GetLastPInvokeError())}");
        }
    }

    /// <summary>Watches a descriptor until it is closed.</summary>
    public void Add(int target, Readiness interest, ulong token)
    {
        Span<byte> data = stackalloc byte[16];
        MemoryMarshal.Write(data, interest);
        MemoryMarshal.Write(data[TokenOffset..], token);
        fixed (byte* first = data)
        {
            if (Control(descriptor.Number, ControlAdd, target, first) != 0)
            {
                throw new IOException($"epoll_ctl failed: {Errno.Name(Marshal.GetLastPInvokeError())}");
            }
        }
    }

    /// <summary>Waits for events without a time limit and returns how many there are; an interruption by a signal counts as none.</summary>
    public int Wait()
    {
        fixed (byte* first = events)
        {
            var count = Wait(descriptor.Number, first, MaxEvents, -1);
            if (count >= 0)
            {
                return count;
            }

            var errno = Marshal.GetLastPInvokeError();
            return errno == Errno.Interrupted ? 0 : throw new IOException($"epoll_wait failed: {Errno.Name(errno)}");
        }
    }

    /// <summary>Event number <paramref name="index"/> of the last <see cref="Wait()"/>.</summary>
    public (Readiness Readiness, ulong Token) Event(int index)
    {
        var span = events.AsSpan(index * EventSize, EventSize);
        return (MemoryMarshal.Read<Readiness>(span), MemoryMarshal.Read<ulong>(span[TokenOffset..]));
    }

    public void Dispose() => descriptor.Dispose();

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int operation, int target, byte* data);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int epoll, byte* events, int capacity, int timeoutMilliseconds);
}
