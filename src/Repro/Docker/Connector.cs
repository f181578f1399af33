using System.ComponentModel;
using System.IO.Pipes;
using System.Net.Sockets;

namespace Repro.Docker;

/// <summary>Opens connections to an engine.</summary>
internal static class Connector
{
    /// <summary>A connection of its own, for one who speaks HTTP over it.</summary>
    /// <exception cref="EngineFault">There is none to be had.</exception>
    public static async Task<Stream> OpenAsync(EngineEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            return endpoint switch
            {
                UnixEndpoint unix => await ConnectAsync(
                    new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
                    socket => socket.ConnectAsync(new UnixDomainSocketEndPoint(unix.Path), cancellationToken)),
                TcpEndpoint tcp => await ConnectAsync(
                    new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true },
                    socket => socket.ConnectAsync(tcp.Host, tcp.Port, cancellationToken)),
                PipeEndpoint pipe => await OpenPipeAsync(pipe, cancellationToken),
                CliEndpoint cli => DialedStream.Start(cli),
                _ => throw new NotSupportedException(endpoint.GetType().Name),
            };
        }
        catch (SocketException exception)
        {
            throw EngineFault.OfConnecting(exception, endpoint);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // A path longer than sockaddr_un has room for.
            throw new EngineFault(exception.Message, "Name the engine with a shorter path in DOCKER_HOST, such as that of a symbolic link.", exception);
        }
        catch (Win32Exception exception)
        {
            throw EngineFault.OfProgram(exception);
        }
    }

    private static async Task<Stream> ConnectAsync(Socket socket, Func<Socket, ValueTask> connect)
    {
        try
        {
            await connect(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> OpenPipeAsync(PipeEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
        {
            throw new EngineFault("named pipes are for Windows", "Name the engine with DOCKER_HOST=unix://… or tcp://….");
        }

        var pipe = new NamedPipeClientStream(".", endpoint.Name, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync(cancellationToken);
            return pipe;
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }
}
