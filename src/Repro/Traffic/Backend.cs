using System.Text;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>What a backend does.</summary>
/// <param name="Listen">Where it listens, as <c>address:port</c>.</param>
/// <param name="ResponseBytes">Size of an answer's body.</param>
internal sealed record BackendSpec(IReadOnlyList<string> Listen, int ResponseBytes);

/// <summary>Answers each request, then waits for the other side to close: whoever closes first keeps the TIME_WAIT.</summary>
internal sealed class Backend : IRole, IHttpOwner
{
    private readonly EventLoop loop = new();
    private readonly List<Listener> listeners;
    private readonly byte[] response;

    public Backend(BackendSpec spec)
    {
        response = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {spec.ResponseBytes}\r\n\r\n{new string('x', spec.ResponseBytes)}");
        listeners = [.. spec.Listen.Select(text => new Listener(loop, new Endpoint(text), Accepted, _ => { }))];
    }

    public void Run() => loop.Run(_ => null);

    public void Start(long nanoseconds)
    {
    }

    public void Stop() => loop.Stop();

    public void Connected(HttpConnection connection)
    {
    }

    public void Received(HttpConnection connection, HttpHead head, ReadOnlySpan<byte> message) => connection.Send(response);

    public void Ended(HttpConnection connection)
    {
    }

    public void Failed(HttpConnection connection, Outcome outcome)
    {
    }

    public void Dispose()
    {
        listeners.ForEach(listener => listener.Dispose());
        loop.Dispose();
    }

    private void Accepted(Descriptor descriptor) => new HttpConnection(loop, this).Adopt(descriptor);
}
