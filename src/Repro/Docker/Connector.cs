using System.IO.Pipes;
using System.Net.Sockets;

namespace Repro.Docker;

/// <summary>Opens connections to an engine.</summary>
internal static class Connector
{
    /// <summary>A connection of its own, for one who speaks HTTP over it. What goes wrong is whatever the system throws.</summary>
    public static async Task<Stream> OpenAsync(EngineEndpoint endpoint, CancellationToken cancellationToken) => endpoint switch
    {
        UnixEndpoint unix => await OpenAsync(
            new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
            socket => socket.ConnectAsync(new UnixDomainSocketEndPoint(unix.Path), cancellationToken).AsTask(),
            socket => new NetworkStream(socket, ownsSocket: true)),
        TcpEndpoint tcp => await OpenAsync(
            new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
            socket => socket.ConnectAsync(tcp.Host, tcp.Port, cancellationToken).AsTask(),
            socket => new NetworkStream(socket, ownsSocket: true)),
        PipeEndpoint when !OperatingSystem.IsWindows() => throw new EngineFault(
            "named pipes are for Windows", "Name the engine with DOCKER_HOST=unix://… or tcp://…."),
        PipeEndpoint named => await OpenAsync(
            new NamedPipeClientStream(".", named.Name, PipeDirection.InOut, PipeOptions.Asynchronous),
            pipe => pipe.ConnectAsync(cancellationToken),
            pipe => pipe),
        CliEndpoint cli => DialedStream.Start(cli),
        _ => throw new NotSupportedException(endpoint.GetType().Name),
    };

    private static async Task<Stream> OpenAsync<T>(T end, Func<T, Task> connect, Func<T, Stream> toStream)
        where T : IDisposable
    {
        try
        {
            await connect(end);
            return toStream(end);
        }
        catch
        {
            end.Dispose();
            throw;
        }
    }
}
