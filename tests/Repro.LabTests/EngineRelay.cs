using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Repro.LabTests;

/// <summary>
/// A unix socket in front of the real engine, which can be cut as if the daemon had ended, or hung as if it had been stopped.
/// </summary>
internal sealed class EngineRelay : IDisposable
{
    private readonly string engine;
    private readonly string path;
    private readonly ConcurrentDictionary<Socket, byte> sockets = new();
    private readonly ManualResetEventSlim flowing = new(initialState: true);
    private readonly Lock gate = new();
    private Socket listener;
    private (string Call, int Number, Action Then)? trigger;

    /// <param name="engine">Path of the engine's socket.</param>
    /// <param name="folder">Where its own is made.</param>
    public EngineRelay(string engine, string folder)
    {
        this.engine = engine;
        path = Path.Combine(folder, "engine.sock");
        listener = Listen();
    }

    public string Address => $"unix://{path}";

    /// <summary>Does something at the moment when a call comes for the nth time, before the engine has it.</summary>
    public void At(string call, int number, Action then)
    {
        lock (gate)
        {
            trigger = (call, number, then);
        }
    }

    /// <summary>Ends all connections, and takes no more.</summary>
    public void Cut()
    {
        listener.Dispose();
        File.Delete(path);
        foreach (var socket in sockets.Keys)
        {
            socket.Dispose();
        }
    }

    /// <summary>Keeps all connections, and passes nothing on.</summary>
    public void Hang() => flowing.Reset();

    /// <summary>Is there again.</summary>
    public void Resume()
    {
        flowing.Set();
        if (!File.Exists(path))
        {
            listener = Listen();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            trigger = null;
        }

        flowing.Set();
        Cut();
    }

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(200);
        Run(() =>
        {
            while (true)
            {
                var client = Keep(socket.Accept());
                var server = Keep(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
                server.Connect(new UnixDomainSocketEndPoint(engine));
                Run(() => Pump(client, server, Look));
                Run(() => Pump(server, client, _ => { }));
            }
        });
        return socket;
    }

    private Socket Keep(Socket socket)
    {
        sockets[socket] = 0;
        return socket;
    }

    private void Pump(Socket from, Socket to, Action<string> look)
    {
        var buffer = new byte[65536];
        while (from.Receive(buffer) is var count and > 0)
        {
            look(Encoding.Latin1.GetString(buffer, 0, count));
            flowing.Wait();
            to.Send(buffer.AsSpan(0, count));
        }

        from.Dispose();
        to.Dispose();
    }

    private void Look(string text)
    {
        Action? then = null;
        lock (gate)
        {
            if (trigger is var (call, number, action) && text.Contains(call, StringComparison.Ordinal))
            {
                trigger = number > 1 ? (call, number - 1, action) : null;
                then = number > 1 ? null : action;
            }
        }

        then?.Invoke();
    }

    private static void Run(Action action) => new Thread(() =>
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One of the two is gone.
        }
    })
    {
        IsBackground = true,
    }.Start();
}
