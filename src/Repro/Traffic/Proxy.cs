using System.Text;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>What the proxy does.</summary>
internal sealed record ProxySpec
{
    /// <summary>Where it listens, as <c>address:port</c>.</summary>
    public required string Listen { get; init; }

    /// <summary>The tuples towards the backends, used in turn.</summary>
    public required IReadOnlyList<Tuple> Tuples { get; init; }

    /// <summary>After how long an upstream that does not answer is given up.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>Whether upstream connections are closed with a RST.</summary>
    public bool Abort { get; init; }

    /// <summary>A way to a backend.</summary>
    /// <param name="Source">The address to bind to, as <c>address:0</c>, or null to let the kernel choose.</param>
    /// <param name="Target">The backend's <c>address:port</c>.</param>
    internal sealed record Tuple(string? Source, string Target);
}

/// <summary>
/// A reverse proxy: a connection upstream for each request, over the tuples in turn, closed by the proxy first, so that the TIME_WAIT
/// and the port are its own. Where no upstream connection can be had it answers 502 with the stage and the error.
/// </summary>
internal sealed class Proxy : IRole
{
    private readonly EventLoop loop = new();
    private readonly Listener listener;
    private readonly TrafficRecorder recorder;
    private readonly (Endpoint? Source, Endpoint Target)[] tuples;
    private readonly Deadlines<Exchange> deadlines;
    private readonly bool abort;
    private long next;

    public Proxy(ProxySpec spec, TrafficRecorder recorder)
    {
        this.recorder = recorder;
        tuples = [.. spec.Tuples.Select(tuple => (tuple.Source is null ? null : new Endpoint(tuple.Source), new Endpoint(tuple.Target)))];
        deadlines = new Deadlines<Exchange>(spec.TimeoutSeconds, (exchange, generation) => exchange.IsOver(generation));
        abort = spec.Abort;
        listener = new Listener(loop, new Endpoint(spec.Listen), Accepted, AcceptFailed);
    }

    public void Run()
    {
        loop.Run(now =>
        {
            recorder.Advance(now);
            listener.Retry();
            deadlines.Expire(now, exchange => exchange.GiveUp());
            return Earliest.Of(recorder.Deadline, deadlines.Next);
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

    private void Accepted(Descriptor client) => _ = new Exchange(this, client);

    private void AcceptFailed(Outcome outcome) => recorder.Failed(outcome, "clients", EventLoop.Now);

    /// <summary>A client's connection, and the upstream connection of the request that it is on.</summary>
    private sealed class Exchange : IHttpOwner
    {
        private readonly Proxy proxy;
        private readonly HttpConnection downstream;
        private readonly HttpConnection upstream;
        private readonly List<byte> request = [];
        private string towards = "";
        private long started;
        private int generation;
        private bool connected;

        public Exchange(Proxy proxy, Descriptor client)
        {
            this.proxy = proxy;
            downstream = new HttpConnection(proxy.loop, this);
            upstream = new HttpConnection(proxy.loop, this);
            downstream.Adopt(client);
        }

        public void Connected(HttpConnection connection)
        {
            connected = true;
            connection.Send(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(request));
        }

        public void Received(HttpConnection connection, HttpHead head, ReadOnlySpan<byte> message)
        {
            if (connection == downstream)
            {
                if (upstream.IsOpen)
                {
                    // A request before the answer to the one before it: pipelining, which proxies refuse too.
                    CloseUpstream();
                    downstream.Close();
                    return;
                }

                Open(message);
                return;
            }

            generation++;
            CloseUpstream();
            downstream.Send(message);
            if (head.Status == 200)
            {
                proxy.recorder.Ok(EventLoop.Now - started);
            }
            else
            {
                proxy.recorder.Failed(Outcome.Status(head.Status), towards, EventLoop.Now);
            }
        }

        public void Ended(HttpConnection connection)
        {
            if (connection == upstream)
            {
                Refuse(Outcome.Closed(Stage.Read));
            }
            else
            {
                CloseUpstream();
            }
        }

        public void Failed(HttpConnection connection, Outcome outcome)
        {
            if (connection == upstream)
            {
                Refuse(outcome);
            }
            else
            {
                CloseUpstream();
            }
        }

        /// <summary>Whether request number <paramref name="request"/> of this connection has been answered.</summary>
        public bool IsOver(int request) => request != generation || !upstream.IsOpen;

        /// <summary>The time is over for the request at hand.</summary>
        public void GiveUp()
        {
            CloseUpstream();
            Refuse(Outcome.Timeout(connected ? Stage.Read : Stage.Connect));
        }

        private void Open(ReadOnlySpan<byte> message)
        {
            var (source, target) = proxy.tuples[proxy.next++ % proxy.tuples.Length];
            towards = target.Name;
            started = EventLoop.Now;
            connected = false;
            request.Clear();
            request.AddRange(message);
            proxy.recorder.Sent();
            if (upstream.Connect(source, target, out var nanoseconds) is { } refused)
            {
                Refuse(refused);
                return;
            }

            proxy.recorder.Connected(nanoseconds);
            proxy.deadlines.Add(started, this, generation);
        }

        private void CloseUpstream()
        {
            if (proxy.abort)
            {
                upstream.Abort();
            }
            else
            {
                upstream.Close();
            }
        }

        private void Refuse(Outcome outcome)
        {
            generation++;
            proxy.recorder.Failed(outcome, towards, EventLoop.Now);
            if (downstream.IsOpen)
            {
                downstream.Send(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nContent-Length: {outcome.Name.Length}\r\n\r\n{outcome.Name}"));
            }
        }
    }
}
