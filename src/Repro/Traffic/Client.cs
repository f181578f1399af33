using System.Text;
using Repro.Physics;

namespace Repro.Traffic;

/// <summary>What a client does.</summary>
internal sealed record ClientSpec : OpenerSpec
{
    /// <summary>When the requests of all clients are due.</summary>
    public required ArrivalLaw Arrivals { get; init; }

    /// <summary>Number of this client, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Number of clients.</summary>
    public required int Clients { get; init; }
}

/// <summary>
/// Sends requests when they are due, whatever became of earlier ones: an open model. Unless it is told otherwise a connection for each,
/// over
/// the tuples in turn, closed by the client first.
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
    private readonly long duration;
    private readonly Pacer pacer;
    private readonly Errands errands;
    private readonly Deadlines<Exchange> deadlines;
    private readonly Pool<Exchange> exchanges;
    private readonly byte[] request;

    private long? start;
    private int open;

    public Client(ClientSpec spec, TrafficRecorder recorder)
    {
        this.recorder = recorder;
        duration = (long)(spec.Arrivals.DurationSeconds * 1e9);
        pacer = new Pacer(spec.Arrivals, spec.Index, spec.Clients);
        deadlines = new Deadlines<Exchange>(spec.TimeoutSeconds, (exchange, number) => exchange.Number != number);
        exchanges = new Pool<Exchange>(() => new Exchange(this));
        errands = new Errands(spec, loop, recorder);
        request = Encoding.ASCII.GetBytes(
            $"GET / HTTP/{(spec.Http10 ? "1.0\r\nConnection: close" : "1.1")}\r\nHost: {spec.Tuples[0].Target}\r\n\r\n");
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
        errands.Expire(now);
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
        return Earliest.Of(Earliest.Of(next, recorder.Deadline), Earliest.Of(deadlines.Next, errands.Deadline));
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
    private sealed class Exchange : ISender
    {
        private readonly Client client;
        private readonly Errand errand;
        private long due;

        public Exchange(Client client)
        {
            this.client = client;
            errand = new Errand(client.errands, this);
        }

        /// <summary>Counts the requests that have ended.</summary>
        public int Number { get; private set; }

        public ReadOnlySpan<byte> Request => client.request;

        public void Begin(long due, long late)
        {
            this.due = due;
            client.open++;
            client.recorder.Sent(late);
            client.deadlines.Add(due, this, Number);
            errand.Begin(null);
        }

        public void Answered(HttpHead head, ReadOnlySpan<byte> answer, string towards)
        {
            if (head.Status == 200)
            {
                client.recorder.Ok(EventLoop.Now - due);
            }
            else
            {
                client.recorder.Failed(Outcome.Status(head.Status), towards, EventLoop.Now);
            }

            End();
        }

        public void Failed(Outcome outcome, string towards)
        {
            if (errand.Unanswered is { } begin)
            {
                client.recorder.Failed(outcome, towards, begin);
            }
            else
            {
                client.recorder.Failed(outcome, towards, EventLoop.Now);
            }

            End();
        }

        public void GiveUp() => errand.GiveUp();

        private void End()
        {
            Number++;
            client.open--;
            client.exchanges.Return(this);
        }
    }
}
