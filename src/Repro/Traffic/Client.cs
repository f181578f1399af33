using System.Text;
using Repro.Physics;

namespace Repro.Traffic;

/// <summary>What a client does.</summary>
internal sealed record ClientSpec
{
    /// <summary>The proxy.</summary>
    public required Endpoint Target { get; init; }

    /// <summary>When the requests of all clients are due.</summary>
    public required ArrivalLaw Arrivals { get; init; }

    /// <summary>After how long an unanswered request has failed, in seconds from the moment it was due.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>Number of this client, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Number of clients.</summary>
    public required int Clients { get; init; }

    /// <summary>Whether connections are closed with a RST.</summary>
    public bool Abort { get; init; }
}

/// <summary>
/// Sends requests when they are due, whatever became of earlier ones: an open model. A connection for each, closed by the client first.
/// </summary>
internal sealed class Client : IRole
{
    /// <summary>
    /// How late a request may still be sent. A stall followed by a burst could itself exhaust ports below the threshold, so what is
    /// older is counted as unsent. A burst of this length is less than half a percent of what a hold time of a minute has ports for.
    /// </summary>
    public const long CatchUpNanoseconds = 250_000_000;

    // Between these many requests answers are looked after: a client that is behind must not grow deaf.
    private const int MostRequestsPerTurn = 64;

    private readonly EventLoop loop = new();
    private readonly TrafficRecorder recorder;
    private readonly Endpoint target;
    private readonly long duration;
    private readonly Pacer pacer;
    private readonly Deadlines<Exchange> deadlines;
    private readonly Pool<Exchange> exchanges;
    private readonly byte[] request;
    private readonly bool abort;

    private long? start;
    private int open;

    public Client(ClientSpec spec, TrafficRecorder recorder)
    {
        this.recorder = recorder;
        target = spec.Target;
        duration = (long)(spec.Arrivals.DurationSeconds * 1e9);
        pacer = new Pacer(spec.Arrivals, spec.Index, spec.Clients);
        deadlines = new Deadlines<Exchange>(spec.TimeoutSeconds, (exchange, number) => exchange.Number != number);
        exchanges = new Pool<Exchange>(() => new Exchange(this));
        request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {spec.Target}\r\n\r\n");
        abort = spec.Abort;
    }

    public void Run()
    {
        loop.Run(Turn);
        recorder.Finish();
    }

    public void Start(long nanoseconds) => loop.Post(() =>
    {
        start = nanoseconds;
        recorder.Start(nanoseconds);
    });

    public void Stop() => loop.Stop();

    public void Dispose()
    {
        pacer.Dispose();
        loop.Dispose();
    }

    private long? Turn(long now)
    {
        if (start is not { } origin)
        {
            return null;
        }

        exchanges.Turn();
        recorder.Advance(now);
        deadlines.Expire(now, exchange => exchange.GiveUp());
        for (var sent = 0; origin + pacer.Due is { } due && due <= now; sent++)
        {
            if (sent == MostRequestsPerTurn)
            {
                return now;
            }

            Take(due, now);
            now = EventLoop.Now;
        }

        // The load lasts for its whole duration, also when the last request was answered before.
        if (pacer.Due is null && open == 0 && now >= origin + duration)
        {
            loop.Stop();
            return null;
        }

        var next = pacer.Due is { } upcoming ? origin + upcoming : now < origin + duration ? origin + duration : (long?)null;
        return Earliest.Of(Earliest.Of(next, recorder.Deadline), deadlines.Next);
    }

    private void Take(long due, long now)
    {
        pacer.Advance();
        recorder.Due();
        if (now - due > CatchUpNanoseconds)
        {
            recorder.Unsent();
        }
        else
        {
            exchanges.Take().Begin(due, now - due);
        }
    }

    /// <summary>A request, and once that has ended another.</summary>
    private sealed class Exchange : IHttpOwner
    {
        private readonly Client client;
        private readonly HttpConnection connection;
        private long due;
        private bool connected;

        public Exchange(Client client)
        {
            this.client = client;
            connection = new HttpConnection(client.loop, this);
        }

        /// <summary>Counts the requests that have ended.</summary>
        public int Number { get; private set; }

        public void Begin(long due, long late)
        {
            this.due = due;
            connected = false;
            client.open++;
            client.recorder.Sent(late);
            if (connection.Connect(null, client.target, out var nanoseconds) is { } refused)
            {
                Fail(refused);
                client.exchanges.Return(this);
                return;
            }

            client.recorder.Connected(nanoseconds);
            client.deadlines.Add(due, this, Number);
        }

        public void Connected(HttpConnection connection)
        {
            connected = true;
            connection.Send(client.request);
        }

        public void Received(HttpConnection connection, HttpHead head, ReadOnlySpan<byte> message)
        {
            if (head.Status == 200)
            {
                client.recorder.Ok(EventLoop.Now - due);
                End();
            }
            else
            {
                Fail(Outcome.Status(head.Status));
            }
        }

        public void Ended(HttpConnection connection) => Fail(Outcome.Closed(Stage.Read));

        public void Failed(HttpConnection connection, Outcome outcome) => Fail(outcome);

        public void Closed(HttpConnection connection) => client.exchanges.Return(this);

        public void GiveUp() => Fail(Outcome.Timeout(connected ? Stage.Read : Stage.Connect));

        private void Fail(Outcome outcome)
        {
            client.recorder.Failed(outcome, client.target.Name, EventLoop.Now);
            End();
        }

        private void End()
        {
            Number++;
            client.open--;
            if (client.abort)
            {
                connection.Abort();
            }
            else
            {
                connection.Close();
            }
        }
    }
}
