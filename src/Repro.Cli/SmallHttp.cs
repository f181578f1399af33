using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Repro.Cli;

/// <summary>What is answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">Lines of the head beside those of every answer.</param>
internal sealed record HttpAnswer(HttpStatusCode Status, ReadOnlyMemory<byte> Body, params IReadOnlyList<string> Headers)
{
    public HttpAnswer(HttpStatusCode status)
        : this(status, default)
    {
    }
}

/// <summary>
/// A server for a browser or two: one request a connection, of which it reads no more than a head, for no longer than a few seconds,
/// on no more than a few connections. Whoever sends too much, or reads nothing, is dropped.
/// </summary>
internal sealed class SmallHttp : IDisposable
{
    private const int MostConnections = 32;
    private const int HeadBytes = 8192;
    private const int DrainedBytes = 65_536;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly TcpListener listener;
    private readonly Func<string, string, HttpAnswer> answer;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource ends = new();
    private readonly Lock gate = new();
    private readonly List<Socket> open = [];

    /// <param name="endpoint">Where to listen; port 0 for a free one. On the loopback it answers to no name but the loopback's.</param>
    /// <param name="answer">Answers a method and a path.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SocketException">The port can't be had.</exception>
    public SmallHttp(IPEndPoint endpoint, Func<string, string, HttpAnswer> answer, TimeProvider time)
    {
        this.answer = answer;
        this.time = time;
        listener = new TcpListener(endpoint);
        listener.Start();
        Endpoint = (IPEndPoint)listener.LocalEndpoint;
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Stops listening, and drops every connection.</summary>
    public void Dispose()
    {
        ends.Cancel();
        listener.Stop();
        lock (gate)
        {
            open.ForEach(Drop);
            open.Clear();
        }

        ends.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptSocketAsync(ends.Token);
                lock (gate)
                {
                    // The oldest gives way: it has had its time, and a browser is done in a moment.
                    if (open.Count == MostConnections)
                    {
                        Drop(open[0]);
                        open.RemoveAt(0);
                    }

                    open.Add(socket);
                }

                _ = ServeAsync(socket);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It ends, or the machine lets nobody in any more: the run goes on without being shown.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            var buffer = new byte[HeadBytes];
            var chosen = Choose(await ReadHeadAsync(socket, buffer, limit.Token));
            await SendAsync(socket, Head(chosen), limit.Token);
            await SendAsync(socket, chosen.Body, limit.Token);
            socket.Shutdown(SocketShutdown.Send);
            // Closed with something unread the kernel would reset the connection, and the answer with it.
            for (var drained = 0; drained < DrainedBytes;)
            {
                var count = await socket.ReceiveAsync(buffer, limit.Token);
                if (count == 0)
                {
                    break;
                }

                drained += count;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It has gone, or was given up.
        }
        finally
        {
            lock (gate)
            {
                open.Remove(socket);
            }

            Drop(socket);
        }
    }

    // The head as text; null where it is longer than it may be.
    private static async Task<string?> ReadHeadAsync(Socket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        for (var length = 0; length < buffer.Length;)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (count == 0)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            length += count;
            if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                return Encoding.Latin1.GetString(buffer, 0, end);
            }
        }

        return null;
    }

    private HttpAnswer Choose(string? head)
    {
        if (head is null)
        {
            return new HttpAnswer(HttpStatusCode.RequestHeaderFieldsTooLarge);
        }

        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [var method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"])
        {
            return new HttpAnswer(HttpStatusCode.BadRequest);
        }

        // Under another name it would be a page of somebody else's that asks (DNS rebinding).
        var names = lines.Skip(1).Where(line => line.StartsWith("host:", StringComparison.OrdinalIgnoreCase))
            .Select(line => line["host:".Length..].Trim()).ToList();
        return names is [var name]
            && (!IPAddress.IsLoopback(Endpoint.Address) || IsOurs(name, $"{Endpoint}") || IsOurs(name, $"localhost:{Endpoint.Port}"))
            ? answer(method, target.Split('?')[0])
            : new HttpAnswer(HttpStatusCode.MisdirectedRequest);
    }

    private static bool IsOurs(string name, string own) => string.Equals(name, own, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlyMemory<byte> Head(HttpAnswer answer) => Encoding.Latin1.GetBytes(string.Concat(
        new[] { $"HTTP/1.1 {(int)answer.Status} {answer.Status}", $"Content-Length: {answer.Body.Length}", "Connection: close" }
            .Concat(answer.Headers)
            .Append("")
            .Select(line => line + "\r\n")));

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    private static void Drop(Socket socket) => socket.Dispose();
}
