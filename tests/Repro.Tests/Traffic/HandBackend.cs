using System.Net.Sockets;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

/// <summary>A backend that the test moves by hand.</summary>
internal sealed class HandBackend : IDisposable
{
    private static readonly byte[] WholeAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"u8.ToArray();

    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> connections = [];

    public HandBackend()
    {
        listener.Bind(Address.Ip());
        listener.Listen();
    }

    public Endpoint Address { get; } = TrafficRig.Free();

    /// <summary>Takes the next connection; fails where none comes.</summary>
    public Socket Accept()
    {
        Assert.True(listener.Poll(TimeSpan.FromSeconds(20), SelectMode.SelectRead), "no connection came");
        var connection = listener.Accept();
        connection.ReceiveTimeout = 20_000;
        connections.Add(connection);
        return connection;
    }

    /// <summary>Reads a request.</summary>
    public static void Read(Socket connection) => Assert.StartsWith("0 ", TrafficRig.Answer(connection), StringComparison.Ordinal);

    /// <summary>Reads a request and answers it.</summary>
    public static void Serve(Socket connection)
    {
        Read(connection);
        connection.Send(WholeAnswer);
    }

    /// <summary>Sends the beginning of an answer.</summary>
    public static void Begin(Socket connection) => connection.Send(WholeAnswer.AsSpan(0, 10));

    public void Dispose()
    {
        connections.ForEach(connection => connection.Dispose());
        listener.Dispose();
    }
}
