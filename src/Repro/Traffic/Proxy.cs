using System.Runtime.InteropServices;
using System.Text;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>
/// A reverse proxy: unless it is told otherwise, a connection upstream for each request, over the tuples in turn, closed by the proxy
/// first, so that the TIME_WAIT and the port are its own. Where no upstream connection can be had it answers 502 with the stage and the
/// error.
/// </summary>
internal sealed class Proxy : IRole
{
    private readonly EventLoop loop = new();
    private readonly Listener listener;
    private readonly TrafficRecorder recorder;
    private readonly Errands errands;
    private readonly Deadlines<Exchange> deadlines;
    private readonly Pool<Exchange> exchanges;
    private readonly Dictionary<Outcome, byte[]> refusals = [];
    private readonly bool isTransparent;
    private readonly bool http10;

    public Proxy(ProxySpec spec, TrafficRecorder recorder)
    {
        this.recorder = recorder;
        isTransparent = spec.Transparent;
        http10 = spec.Http10;
        errands = new Errands(spec, loop, recorder);
        deadlines = new Deadlines<Exchange>(spec.TimeoutSeconds, (exchange, generation) => exchange.IsOver(generation));
        exchanges = new Pool<Exchange>(() => new Exchange(this));
        listener = new Listener(loop, spec.Listen, Accepted, AcceptFailed);
    }

    public void Run()
    {
        loop.Run(now =>
        {
            exchanges.Turn();
            recorder.Advance(now);
            listener.Retry();
            deadlines.Expire(now, exchange => exchange.GiveUp());
            errands.Expire(now);
            return Earliest.Of(Earliest.Of(recorder.Deadline, deadlines.Next), errands.Deadline);
        });
        recorder.Finish();
    }

    public void Start(long nanoseconds) => loop.Post(() => recorder.Start(nanoseconds));

    public void Stop() => loop.Stop();

    public void Dispose()
    {
        listener.Dispose();
        loop.Dispose();
    }

    private void Accepted(int client)
    {
        var address = isTransparent ? TcpSocket.PeerAddress(client) : null;
        if (isTransparent && address is null)
        {
            Descriptor.Close(client);
            return;
        }

        exchanges.Take().Accept(client, address);
    }

    // An answer for each reason: what a proxy says most once its ports have run out.
    private byte[] Refusal(Outcome outcome)
    {
        if (!refusals.TryGetValue(outcome, out var answer))
        {
            answer = Encoding.ASCII.GetBytes(
                $"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nContent-Length: {outcome.Name.Length}\r\n\r\n{outcome.Name}");
            refusals[outcome] = answer;
        }

        return answer;
    }

    private void AcceptFailed(Outcome outcome) => recorder.Failed(outcome, "clients", EventLoop.Now);

    /// <summary>A client's connection, and the errand of the request that it is on; after that another's.</summary>
    private sealed class Exchange : IHttpOwner, ISender
    {
        private readonly Proxy proxy;
        private readonly HttpConnection downstream;
        private readonly Errand errand;
        private readonly List<byte> request = [];
        private Endpoint? source;
        private long started;
        private int generation;

        private static ReadOnlySpan<byte> Http11 => " HTTP/1.1\r\n"u8;

        private static ReadOnlySpan<byte> Http10 => " HTTP/1.0\r\nConnection: close\r\n"u8;

        public Exchange(Proxy proxy)
        {
            this.proxy = proxy;
            downstream = new HttpConnection(proxy.loop, this);
            errand = new Errand(proxy.errands, this);
        }

        public ReadOnlySpan<byte> Request => CollectionsMarshal.AsSpan(request);

        /// <summary>Takes a connection over.</summary>
        /// <param name="client">The client's connection.</param>
        /// <param name="source">The address that its upstream connections have; null for the proxy's own.</param>
        public void Accept(int client, Endpoint? source)
        {
            this.source = source;
            downstream.Adopt(client);
        }

        public void Connected(HttpConnection connection)
        {
        }

        public void Received(HttpConnection connection, HttpHead head, ReadOnlySpan<byte> message)
        {
            if (errand.IsUnderWay)
            {
                // A request before the answer to the one before it: pipelining, which proxies refuse too.
                Leave();
                downstream.Close();
                return;
            }

            Begin(message);
        }

        public void Ended(HttpConnection connection) => Leave();

        public void Failed(HttpConnection connection, Outcome outcome) => Leave();

        public void Closed(HttpConnection connection) => proxy.exchanges.Return(this);

        public void Answered(HttpHead head, ReadOnlySpan<byte> answer, string towards)
        {
            generation++;
            downstream.Send(answer);
            if (head.Status == 200)
            {
                proxy.recorder.Ok(EventLoop.Now - started);
            }
            else
            {
                proxy.recorder.Failed(Outcome.Status(head.Status), towards, EventLoop.Now);
            }
        }

        public void Failed(Outcome outcome, string towards)
        {
            generation++;
            proxy.recorder.Failed(outcome, towards, EventLoop.Now);
            if (downstream.IsOpen)
            {
                downstream.Send(proxy.Refusal(outcome));
            }
        }

        /// <summary>Whether request number <paramref name="request"/> of this connection has been answered.</summary>
        public bool IsOver(int request) => request != generation;

        /// <summary>The time is over for the request at hand.</summary>
        public void GiveUp() => errand.GiveUp();

        private void Begin(ReadOnlySpan<byte> message)
        {
            started = EventLoop.Now;
            request.Clear();
            AddRequest(message);
            proxy.recorder.Sent();
            proxy.deadlines.Add(started, this, generation);
            errand.Begin(source);
        }

        // In the client's HTTP/1.1, or in 1.0 with the word that nginx adds to it.
        private void AddRequest(ReadOnlySpan<byte> message)
        {
            var version = message.IndexOf(Http11);
            if (!proxy.http10 || version < 0)
            {
                request.AddRange(message);
                return;
            }

            request.AddRange(message[..version]);
            request.AddRange(Http10);
            request.AddRange(message[(version + Http11.Length)..]);
        }

        /// <summary>The client has gone, and with it whoever would take the answer.</summary>
        private void Leave()
        {
            errand.Abandon();
            generation++;
        }
    }
}
