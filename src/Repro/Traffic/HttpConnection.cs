using System.Buffers;
using System.Runtime.InteropServices;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>
/// A non-blocking TCP connection that carries HTTP/1.1 messages with a length; once closed it can be used for another. One thread only.
/// </summary>
internal sealed class HttpConnection(EventLoop loop, IHttpOwner owner) : IReadyHandler
{
    private const int NoSocket = -1;
    private const int InitialBuffer = 2048;
    private const Readiness Broken = Readiness.Error | Readiness.HangUp;

    private readonly Outbox outbox = new();

    private int socket = NoSocket;
    private int slot;
    private bool connecting;
    private bool closesWhenSent;

    // What has come of a message that is not whole yet.
    private byte[] input = [];
    private int received;

    public bool IsOpen => socket != NoSocket;

    /// <summary>How often it was closed: tells its uses apart.</summary>
    public int Generation { get; private set; }

    /// <summary>Whether a message has begun to come; still true when the connection failed in it.</summary>
    public bool IsInMessage => received > 0;

    /// <summary>Whether the last request on it asked for its end.</summary>
    public bool IsAskedToClose { get; set; }

    /// <summary>Whether this side stays open, in CLOSE_WAIT, when the other has closed, until it is closed on its own.</summary>
    public bool StaysOpenAtEnd { get; set; }

    /// <summary>Whether the other side has closed and this one has stayed open.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Opens a connection.</summary>
    /// <param name="local">Its local end, or null to let connect() choose.</param>
    /// <param name="target">Where to.</param>
    /// <param name="connectNanoseconds">How long connect() itself took.</param>
    /// <returns>Null, or why it failed at once; then there is none, and the owner is told nothing.</returns>
    public Outcome? Connect(LocalEnd? local, Endpoint target, out long connectNanoseconds)
    {
        connectNanoseconds = 0;
        if (LocalEnd.Open(local, target, SocketCalls.NonBlocking, out var descriptor) is { } refused)
        {
            return refused;
        }

        var begun = EventLoop.Now;
        var result = SocketCalls.Connect(descriptor, target.Kernel, target.Kernel.Size);
        connectNanoseconds = EventLoop.Now - begun;
        var errno = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (errno is not (0 or Errno.InProgress))
        {
            Descriptor.Close(descriptor);
            return Outcome.Of(Stage.Connect, errno);
        }

        Adopt(descriptor);
        connecting = true;
        return null;
    }

    /// <summary>Takes over a connection that was accepted.</summary>
    public void Adopt(int descriptor)
    {
        socket = descriptor;
        (connecting, closesWhenSent) = (false, false);
        (IsAskedToClose, StaysOpenAtEnd, HasEnded) = (false, false, false);
        received = 0;
        slot = loop.Watch(descriptor, this);
    }

    /// <summary>Sends a message; what the kernel does not take at once follows when it can.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isLast">
    /// Whether the connection is closed as soon as the kernel has all of it. The FIN then travels with the message's last bytes: who closes
    /// first is not left to whether the other side has read them before this one has called close().
    /// </param>
    public void Send(ReadOnlySpan<byte> message, bool isLast = false)
    {
        closesWhenSent = isLast;
        Went(outbox.Send(socket, message, isLast));
    }

    /// <summary>
    /// Closes this side. With everything read, that sends a FIN, and this side's port goes to TIME_WAIT if it is the first.
    /// </summary>
    public void Close()
    {
        if (!IsOpen)
        {
            return;
        }

        loop.Forget(slot);
        Descriptor.Close(socket);
        socket = NoSocket;
        Generation++;
        outbox.Clear();
        Return(ref input);
        owner.Closed(this);
    }

    /// <summary>Closes with a RST: neither side keeps anything of the connection.</summary>
    public void Abort()
    {
        if (IsOpen)
        {
            TcpSocket.SetAbortOnClose(socket);
            Close();
        }
    }

    public void OnReady(Readiness readiness)
    {
        if (connecting)
        {
            if ((readiness & Broken) != Readiness.None && TcpSocket.PendingError(socket) is var errno and not 0)
            {
                Fail(Outcome.Of(Stage.Connect, errno));
                return;
            }

            if ((readiness & Readiness.Output) == Readiness.None)
            {
                return;
            }

            connecting = false;
            owner.Connected(this);
        }
        else if (outbox.IsWaiting && (readiness & Readiness.Output) != Readiness.None)
        {
            Went(outbox.Flush(socket, closesWhenSent));
        }

        if (IsOpen && !HasEnded && (readiness & (Readiness.Input | Broken)) != Readiness.None)
        {
            Receive(readiness);
        }
    }

    public void OnLoopGone() => Close();

    private void Went(Outcome? failed)
    {
        if (failed is not null)
        {
            Fail(failed);
        }
        else if (closesWhenSent && !outbox.IsWaiting)
        {
            Close();
        }
    }

    private void Receive(Readiness readiness)
    {
        while (IsOpen)
        {
            var space = received == 0 ? loop.Scratch : Room();
            var count = SocketCalls.Receive(socket, ref space[0], space.Length, 0);
            if (count > 0)
            {
                Take((int)count);

                // A short read says that nothing is left (epoll(7)), and an end that comes from now on brings an event of its own.
                if (count < space.Length && (readiness & (Readiness.PeerClosed | Broken)) == Readiness.None)
                {
                    return;
                }

                continue;
            }

            if (count == 0)
            {
                End();
                return;
            }

            var errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.Again)
            {
                return;
            }

            if (errno != Errno.Interrupted)
            {
                Fail(Outcome.Of(Stage.Read, errno));
                return;
            }
        }
    }

    private void Take(int count)
    {
        if (received == 0)
        {
            Keep(Deliver(loop.Scratch.AsSpan(0, count)));
            return;
        }

        // The owner may close the connection, which gives the buffer back: take it out of it first.
        var buffer = input;
        var length = received + count;
        input = [];
        var left = Deliver(buffer.AsSpan(0, length));
        if (IsOpen && left.Length == length)
        {
            input = buffer;
            return;
        }

        Keep(left);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Keep(ReadOnlySpan<byte> left)
    {
        if (IsOpen && !left.IsEmpty)
        {
            input = ArrayPool<byte>.Shared.Rent(Math.Max(InitialBuffer, left.Length));
            left.CopyTo(input);
        }
    }

    // Hands over the messages that are whole, and returns what is left.
    private ReadOnlySpan<byte> Deliver(ReadOnlySpan<byte> bytes)
    {
        received = bytes.Length;
        while (IsOpen && received > 0)
        {
            if (!HttpHead.TryParse(bytes, out var head, out var malformed))
            {
                if (malformed)
                {
                    Fail(Outcome.Malformed);
                }

                break;
            }

            if (bytes.Length < head.Length)
            {
                break;
            }

            var message = bytes[..head.Length];
            bytes = bytes[head.Length..];
            received = bytes.Length;
            owner.Received(this, head, message);
        }

        return bytes;
    }

    private Span<byte> Room()
    {
        if (received == input.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(input.Length * 2);
            input.AsSpan(0, received).CopyTo(larger);
            Return(ref input);
            input = larger;
        }

        return input.AsSpan(received);
    }

    private void End()
    {
        HasEnded = StaysOpenAtEnd && !IsInMessage;
        if (!HasEnded)
        {
            Close();
        }

        if (IsInMessage)
        {
            owner.Failed(this, Outcome.Closed(Stage.Read));
        }
        else
        {
            owner.Ended(this);
        }
    }

    private void Fail(Outcome outcome)
    {
        Close();
        owner.Failed(this, outcome);
    }

    private static void Return(ref byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }
}
