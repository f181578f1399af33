using System.Buffers;
using System.Runtime.InteropServices;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>What a connection sends: at once as much as the kernel takes, and what it does not is kept until it can.</summary>
internal sealed class Outbox
{
    // The smallest segment that every host takes (RFC 9293, 3.7.1).
    private const int SmallestSegment = 536;

    private byte[] kept = [];
    private int start;
    private int end;
    private bool hasSent;
    private bool isUndelayed;

    /// <summary>Whether the kernel has not taken all yet.</summary>
    public bool IsWaiting => start < end;

    /// <summary>Sends a message after what waits already.</summary>
    /// <param name="socket">Where to.</param>
    /// <param name="message">The message.</param>
    /// <param name="isLast">Whether close() follows, with whose FIN its last bytes are to travel.</param>
    /// <returns>Null, or why it failed.</returns>
    public Outcome? Send(int socket, ReadOnlySpan<byte> message, bool isLast)
    {
        // An incomplete segment is held back while one before it is unacknowledged (RFC 9293, 3.7.4). Before what a connection sends first
        // there is none, where that is a single segment: a connection for one request needs no call.
        if (!isUndelayed && (hasSent || message.Length > SmallestSegment))
        {
            TcpSocket.SetNoDelay(socket);
            isUndelayed = true;
        }

        hasSent = true;
        var failed = IsWaiting ? null : Write(socket, ref message, isLast);
        if (failed is null && !message.IsEmpty)
        {
            Keep(message);
        }

        return failed;
    }

    /// <summary>Sends on what waits, as the socket takes more.</summary>
    /// <inheritdoc cref="Send"/>
    public Outcome? Flush(int socket, bool isLast)
    {
        ReadOnlySpan<byte> left = kept.AsSpan(start, end - start);
        var failed = Write(socket, ref left, isLast);
        start = end - left.Length;
        if (!IsWaiting)
        {
            GiveBack();
        }

        return failed;
    }

    /// <summary>Forgets what waits: the connection is closed, and the next has nothing set.</summary>
    public void Clear()
    {
        (hasSent, isUndelayed) = (false, false);
        GiveBack();
    }

    // Takes off what the kernel has taken.
    private static Outcome? Write(int socket, ref ReadOnlySpan<byte> bytes, bool isLast)
    {
        // MSG_MORE holds an incomplete segment back for what follows, also under TCP_NODELAY; here that is the FIN of close().
        var flags = SocketCalls.NoSignal | (isLast ? SocketCalls.More : 0);
        while (!bytes.IsEmpty)
        {
            var count = SocketCalls.Send(socket, in bytes[0], bytes.Length, flags);
            if (count >= 0)
            {
                bytes = bytes[(int)count..];
                continue;
            }

            var errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.Again)
            {
                return null;
            }

            if (errno != Errno.Interrupted)
            {
                return Outcome.Of(Stage.Write, errno);
            }
        }

        return null;
    }

    private void Keep(ReadOnlySpan<byte> message)
    {
        var waiting = kept.AsSpan(start, end - start);
        var larger = ArrayPool<byte>.Shared.Rent(waiting.Length + message.Length);
        waiting.CopyTo(larger);
        message.CopyTo(larger.AsSpan(waiting.Length));
        var length = waiting.Length + message.Length;
        GiveBack();
        (kept, start, end) = (larger, 0, length);
    }

    private void GiveBack()
    {
        if (kept.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(kept);
            kept = [];
        }

        (start, end) = (0, 0);
    }
}
