using System.Runtime.InteropServices;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>Accepts connections and hands them on.</summary>
internal sealed class Listener : IReadyHandler, IDisposable
{
    private readonly Descriptor socket;
    private readonly Action<Descriptor> accepted;
    private readonly Action<Outcome> failed;

    public Listener(EventLoop loop, Endpoint endpoint, Action<Descriptor> accepted, Action<Outcome> failed)
    {
        this.accepted = accepted;
        this.failed = failed;
        socket = TcpSocket.Listen(endpoint);
        loop.Watch(socket, this);
    }

    public void OnReady(Readiness readiness)
    {
        while (true)
        {
            var connection = SocketCalls.Accept(socket, 0, 0, SocketCalls.NonBlocking | SocketCalls.CloseOnExec);
            if (!connection.IsInvalid)
            {
                accepted(connection);
                continue;
            }

            var errno = Marshal.GetLastPInvokeError();
            if (errno == Errno.Again)
            {
                return;
            }

            // accept(2): errors of a connection that broke off while it waited are reported here too; the next may be well.
            failed(Outcome.Of(Stage.Open, errno));
            if (errno is not (Errno.Interrupted or 103))
            {
                return;
            }
        }
    }

    public void Dispose() => socket.Dispose();
}
