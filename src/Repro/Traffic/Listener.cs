using System.Runtime.InteropServices;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>Accepts connections and hands them on.</summary>
internal sealed class Listener : IReadyHandler, IDisposable
{
    private readonly Descriptor socket;
    private readonly Action<int> accepted;
    private readonly Action<Outcome> failed;
    private readonly EventLoop loop;
    private readonly int slot;
    private bool starved;

    public Listener(EventLoop loop, Endpoint endpoint, Action<int> accepted, Action<Outcome> failed)
    {
        this.loop = loop;
        this.accepted = accepted;
        this.failed = failed;
        socket = TcpSocket.Listen(endpoint);
        slot = loop.Watch(socket.Number, this);
    }

    /// <summary>Takes what waits since there was no descriptor for it; no event tells when there is one again.</summary>
    public void Retry()
    {
        if (starved)
        {
            OnReady(Readiness.Input);
        }
    }

    public void OnReady(Readiness readiness)
    {
        starved = false;
        while (true)
        {
            var connection = SocketCalls.Accept(socket.Number, 0, 0, SocketCalls.NonBlocking | SocketCalls.CloseOnExec);
            if (connection >= 0)
            {
                accepted(connection);
                continue;
            }

            var errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.Again)
            {
                return;
            }

            if (errno == Errno.Interrupted)
            {
                continue;
            }

            // accept(2): errors of a connection that broke off while it waited are reported here too; the next may be well.
            failed(Outcome.Of(Stage.Open, errno));
            if (errno != Errno.ConnectionAborted)
            {
                starved = true;
                return;
            }
        }
    }

    public void Dispose()
    {
        loop.Forget(slot);
        socket.Dispose();
    }
}
