using System.Net.Sockets;
using System.Text;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>What becomes of a request.</summary>
internal enum Fate
{
    /// <summary>An answer whose body is the request's path.</summary>
    Answered,

    /// <summary>A status of 503.</summary>
    Unavailable,

    /// <summary>The beginning of an answer, and then the end of the connection.</summary>
    CutOff,

    /// <summary>The end of the connection.</summary>
    Closed,

    /// <summary>A RST.</summary>
    Reset,

    /// <summary>Nothing, until the other side closes.</summary>
    Ignored,
}

/// <summary>A backend that treats each request as the test has it.</summary>
internal sealed class FickleBackend : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource end = new();
    private readonly Func<string, int, Fate> choose;
    private readonly Task accepting;
    private int requests;

    /// <param name="choose">From a request's path and its number, counted from 0 in their order of coming.</param>
    public FickleBackend(Func<string, int, Fate> choose)
    {
        this.choose = choose;
        listener.Bind(Address.Ip());
        listener.Listen();
        accepting = AcceptAsync();
    }

    public Endpoint Address { get; } = TrafficRig.Free();

    public void Dispose()
    {
        end.Cancel();
        accepting.Wait();
        listener.Dispose();
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await listener.AcceptAsync(end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using (connection)
        {
            try
            {
                while (await ReadAsync(connection) is { } path
                    && await TreatAsync(connection, path, choose(path, Interlocked.Increment(ref requests) - 1)))
                {
                }
            }
            catch (Exception broken) when (broken is SocketException or OperationCanceledException)
            {
                // The other side has gone, or the test has ended.
            }
        }
    }

    // A request's path, or null at the connection's end.
    private async Task<string?> ReadAsync(Socket connection)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (await connection.ReceiveAsync(buffer.AsMemory(length), end.Token) is var count and > 0)
        {
            length += count;
            if (HttpHead.TryParse(buffer.AsSpan(0, length), out _, out _))
            {
                return Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1];
            }
        }

        return null;
    }

    // Whether the connection may carry one more.
    private async Task<bool> TreatAsync(Socket connection, string path, Fate fate)
    {
        var answer = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {(fate == Fate.Unavailable ? "503 Unavailable" : "200 OK")}\r\nContent-Length: {path.Length}\r\n\r\n{path}");
        if (fate is Fate.Answered or Fate.Unavailable or Fate.CutOff)
        {
            await connection.SendAsync(fate == Fate.CutOff ? answer.AsMemory(0, answer.Length - 1) : answer, end.Token);
        }

        if (fate == Fate.Reset)
        {
            connection.LingerState = new LingerOption(true, 0);
        }

        return fate is Fate.Answered or Fate.Unavailable
            || (fate == Fate.Ignored && await connection.ReceiveAsync(new byte[1], end.Token) > 0);
    }
}
