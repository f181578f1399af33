using System.Buffers;
using System.Runtime.InteropServices;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>
/// Is told what becomes of a connection. After Ended or Failed the connection is closed, unless it stays open at its end.
/// </summary>
internal interface IHttpOwner
{
    /// <summary>The handshake is done.</summary>
    void Connected(HttpConnection connection);

    /// <summary>A whole message has come; it is gone when the call returns.</summary>
    void Received(HttpConnection connection, HttpHead head, ReadOnlySpan<byte> message);

    /// <summary>The other side closed between messages.</summary>
    void Ended(HttpConnection connection);

    /// <summary>The connection failed, in the stage that the outcome names.</summary>
    void Failed(HttpConnection connection, Outcome outcome);
}

/// <summary>A non-blocking TCP connection that carries HTTP/1.1 messages with a length. One thread only.</summary>
internal sealed class HttpConnection(EventLoop loop, IHttpOwner owner) : IReadyHandler
{
    private const int InitialBuffer = 2048;

    private Descriptor? socket;
    private int slot;
    private bool connecting;
    private byte[] input = [];
    private int received;
    private byte[] output = [];
    private int toSend;
    private int sent;
    private bool closesWhenSent;

    public bool IsOpen => socket is not null;

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
    /// <returns>Null, or why it failed at once; then it is closed already.</returns>
    public Outcome? Connect(LocalEnd? local, Endpoint target, out long connectNanoseconds)
    {
        connectNanoseconds = 0;
        if (LocalEnd.Open(local, SocketCalls.NonBlocking, out var descriptor) is { } refused)
        {
            return refused;
        }

        var begun = EventLoop.Now;
        var result = SocketCalls.Connect(descriptor, target.Address, Ipv4SocketAddress.Size);
        connectNanoseconds = EventLoop.Now - begun;
        var errno = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (errno is not (0 or Errno.InProgress))
        {
            descriptor.Dispose();
            return Outcome.Of(Stage.Connect, errno);
        }

        connecting = true;
        Adopt(descriptor);
        return null;
    }

    /// <summary>Takes over a connection that was accepted.</summary>
    public void Adopt(Descriptor descriptor)
    {
        TcpSocket.SetNoDelay(descriptor);
        socket = descriptor;
        input = ArrayPool<byte>.Shared.Rent(InitialBuffer);
        received = 0;
        (toSend, sent) = (0, 0);
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
        if (output.Length < message.Length)
        {
            Return(ref output);
            output = ArrayPool<byte>.Shared.Rent(message.Length);
        }

        message.CopyTo(output);
        (toSend, sent) = (message.Length, 0);
        Flush();
    }

    /// <summary>Closes this side. With everything read, that sends a FIN, and this side's port goes to TIME_WAIT if it is the first.</summary>
    public void Close()
    {
        if (socket is null)
        {
            return;
        }

        loop.Forget(slot);
        socket.Dispose();
        socket = null;
        connecting = false;
        Return(ref input);
        Return(ref output);
    }

    /// <summary>Closes with a RST: neither side keeps anything of the connection.</summary>
    public void Abort()
    {
        if (socket is not null)
        {
            TcpSocket.SetAbortOnClose(socket);
            Close();
        }
    }

    public void OnReady(Readiness readiness)
    {
        if (connecting)
        {
            if (TcpSocket.PendingError(socket!) is var errno and not 0)
            {
                Fail(Outcome.Of(Stage.Connect, errno));
                return;
            }

            if (!readiness.HasFlag(Readiness.Output))
            {
                return;
            }

            connecting = false;
            owner.Connected(this);
        }
        else if (sent < toSend && readiness.HasFlag(Readiness.Output))
        {
            Flush();
        }

        if (IsOpen && !HasEnded && (readiness & (Readiness.Input | Readiness.Error | Readiness.HangUp)) != Readiness.None)
        {
            Receive();
        }
    }

    public void OnLoopGone() => Close();

    private void Flush()
    {
        while (sent < toSend)
        {
            // MSG_MORE holds an incomplete segment back for what follows, also under TCP_NODELAY; here that is the FIN of close().
            var flags = SocketCalls.NoSignal | (closesWhenSent ? SocketCalls.More : 0);
            var count = SocketCalls.Send(socket!, ref output[sent], toSend - sent, flags);
            if (count >= 0)
            {
                sent += (int)count;
                continue;
            }

            var errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.Again)
            {
                return;
            }

            if (errno != Errno.Interrupted)
            {
                Fail(Outcome.Of(Stage.Write, errno));
                return;
            }
        }

        if (closesWhenSent)
        {
            Close();
        }
    }

    private void Receive()
    {
        while (IsOpen)
        {
            if (received == input.Length)
            {
                Grow();
            }

            var count = SocketCalls.Receive(socket!, ref input[received], input.Length - received, 0);
            if (count > 0)
            {
                received += (int)count;
                Deliver();
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

    private void Deliver()
    {
        while (IsOpen && received > 0)
        {
            if (!HttpHead.TryParse(input.AsSpan(0, received), out var head, out var malformed))
            {
                if (malformed)
                {
                    Fail(Outcome.Malformed);
                }

                return;
            }

            if (received < head.Length)
            {
                return;
            }

            // The owner may close the connection, which gives the buffer back: take the message out of it first.
            var buffer = input;
            input = ArrayPool<byte>.Shared.Rent(Math.Max(InitialBuffer, received - head.Length));
            buffer.AsSpan(head.Length, received - head.Length).CopyTo(input);
            received -= head.Length;
            owner.Received(this, head, buffer.AsSpan(0, head.Length));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(input.Length * 2);
        input.AsSpan(0, received).CopyTo(larger);
        Return(ref input);
        input = larger;
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
